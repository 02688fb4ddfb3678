import { hash } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { createAccountCalls, findResetCode, insertMember } from './account-calls.ts'

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const { resetPassword, requestReset } = createAccountCalls(api)
const rounds = 7

const argon2 = await insertMember(api)
const legacy = await insertUser(api.db, { password: await hash('legacy horse', 12) })
const keyOnly = await insertUser(api.db)
const closed = await insertMember(api, { is_active: false })

/** The middle of the milliseconds that each kind of call took; the kinds take turns, so that load meets all alike. */
async function measure(kinds: Record<string, () => Promise<unknown>>): Promise<Record<string, number>> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [kind, call] of Object.entries(kinds)) {
      const startedAt = performance.now()
      await call()
      times[kind]?.push(performance.now() - startedAt)
    }
  }
  const middle = (list: number[]) => Math.round(list.sort((a, b) => a - b)[rounds >> 1] ?? 0)
  const medians = Object.fromEntries(Object.entries(times).map(([kind, list]) => [kind, middle(list)]))
  process.stdout.write(`${JSON.stringify(medians)} ms\n`)
  return medians
}

function spread(medians: Record<string, number>): number {
  return Math.max(...Object.values(medians)) - Math.min(...Object.values(medians))
}

const failedLogin = (email: string) => () =>
  api.ask('mutation ($input: LoginInput!) { login(input: $input) { user { id } } }', {
    input: { email, password: 'wrong horse' },
  })

test('a refused login takes as long for an unknown e-mail as for any kind of account', async () => {
  const medians = await measure({
    unknown: failedLogin('nobody@example.com'),
    argon2: failedLogin(argon2.email),
    'bcrypt of cost 12': failedLogin(legacy.email),
    'no password': failedLogin(keyOnly.email),
    closed: failedLogin(closed.email),
  })

  expect(spread(medians)).toBeLessThan(60)
}, 60_000)

test('a refused code takes as long for an unknown e-mail as for an account that waits for one', async () => {
  await findResetCode(api, argon2.email)
  const refuse = (email: string) => () =>
    resetPassword({ email, code: '2222-2222-2222', newPassword: 'another horse' })

  const medians = await measure({ unknown: refuse('nobody@example.com'), known: refuse(argon2.email) })

  expect(spread(medians)).toBeLessThan(60)
}, 60_000)

test('asking for a code takes as long for an unknown e-mail as for an account', async () => {
  const emails = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}@example.com`)
  const unknown = emails.values()
  const members = await Promise.all(emails.map(() => insertMember(api)))
  const known = members.values()

  const medians = await measure({
    unknown: () => requestReset(unknown.next().value ?? ''),
    known: () => requestReset(known.next().value?.email ?? ''),
  })

  expect(spread(medians)).toBeLessThan(15)
})
