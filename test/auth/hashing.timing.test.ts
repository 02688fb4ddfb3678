import { hash as hashBcrypt } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { verifyPassword } from '../support/passwords.ts'

const argon2 = (parameters: string) => `$argon2id$v=19$${parameters}$c2FsdHNhbHRzYWx0c2FsdA$${'A'.repeat(43)}`
const bcrypt = await hashBcrypt('secret', 4)

test.each([
  ['the largest memory of argon2id', argon2('m=65536,t=4,p=4')],
  ['the most passes of argon2id', argon2('m=19456,t=10,p=1')],
  ['the highest cost of bcrypt', bcrypt.replace('$04$', '$13$')],
])('a hash with %s takes less time than a rejected login', { retry: 2 }, async (_what, hash) => {
  const before = process.cpuUsage()

  await verifyPassword(hash, 'another')

  // CPU time, because the machine may be busy. Sharing a core also costs CPU time, hence the retries.
  const { user, system } = process.cpuUsage(before)
  expect(user + system).toBeLessThan(1_000_000)
})
