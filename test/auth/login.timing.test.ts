import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { findCount } from '../support/random-seed.ts'
import { createAccountCalls, findResetCode, insertMember } from './account-calls.ts'

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const { resetPassword, requestReset } = createAccountCalls(api)
const legacyHash = await hash('legacy horse', 12)
const rounds = findCount('LOGIN_ROUNDS', { full: 3, short: 1 })
/** On a busy machine, every round of one kind may be delayed, hence the retries. */
const options = { retry: 2, timeout: 120_000 }

const randomEmail = () => `${randomBytes(6).toString('hex')}@example.com`

/**
 * The minimum time of each kind of call in milliseconds, because other work on the machine can only add to it. The kinds
 * take turns, so that load affects all of them.
 */
async function measure(kinds: Record<string, () => Promise<unknown>>): Promise<number[]> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [kind, call] of Object.entries(kinds)) {
      const startedAt = performance.now()
      await call()
      times[kind]?.push(performance.now() - startedAt)
    }
  }
  const fewest = Object.fromEntries(
    Object.entries(times).map(([kind, list]) => [kind, Math.round(Math.min(...list))]),
  )
  process.stdout.write(`${JSON.stringify(fewest)} ms\n`)
  return Object.values(fewest)
}

const spread = (times: readonly number[]) => Math.max(...times) - Math.min(...times)

test('a rejected login takes as long for an unknown e-mail as for any kind of account', options, async () => {
  const client = `2001:db8:${randomBytes(2).toString('hex')}::1`
  const [argon2, legacy, keyOnly, closed] = await Promise.all([
    insertMember(api),
    insertUser(api.db, { password: legacyHash }),
    insertUser(api.db),
    insertMember(api, { is_active: false }),
  ])
  const refuse = (email: string) => () =>
    api.ask(
      'mutation ($input: LoginInput!) { login(input: $input) { user { id } } }',
      { input: { email, password: 'wrong horse' } },
      { headers: { 'x-forwarded-for': client } },
    )

  const times = await measure({
    unknown: refuse(randomEmail()),
    argon2: refuse(argon2.email),
    'bcrypt of cost 12': refuse(legacy.email),
    'no password': refuse(keyOnly.email),
    closed: refuse(closed.email),
  })

  expect(Math.min(...times)).toBeGreaterThanOrEqual(1000)
  expect(spread(times)).toBeLessThan(80)
})

test(
  'a rejected code takes as long for an unknown e-mail as for an account with a code',
  options,
  async () => {
    const { email } = await insertMember(api)
    await findResetCode(api, email)
    const refuse = (address: string) => () =>
      resetPassword({ email: address, code: '2222-2222-2222', newPassword: 'another horse' })

    const times = await measure({ unknown: refuse(randomEmail()), known: refuse(email) })

    expect(Math.min(...times)).toBeGreaterThanOrEqual(1000)
    expect(spread(times)).toBeLessThan(80)
  },
)

test('requesting a code takes as long for an unknown e-mail as for an account', options, async () => {
  const members = await Promise.all(Array.from({ length: rounds }, () => insertMember(api)))
  const known = members.values()

  const times = await measure({
    unknown: () => requestReset(randomEmail()),
    known: () => requestReset(known.next().value?.email ?? ''),
  })

  expect(spread(times)).toBeLessThan(30)
})
