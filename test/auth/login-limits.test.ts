import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { createAccountCalls, insertMember, password } from './account-calls.ts'

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const { changePassword, deleteAccount, requestReset } = createAccountCalls(api)

const repeat = <Result>(times: number, work: (number: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: times }, (_, number) => work(number)))

/** As a proxy passes it on, which the server trusts. */
const logInFrom = (address: string, email: string, secret = 'wrong horse') =>
  api.ask(
    'mutation ($input: LoginInput!) { login(input: $input) { user { id } } }',
    { input: { email, password: secret } },
    { headers: { 'x-forwarded-for': address } },
  )

/** How often each code came. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const code of answers.flatMap(codesOf)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return Object.fromEntries(counts)
}

test('of twenty wrong passwords at the same moment ten are heard, and the right one waits too', async () => {
  const user = await insertMember(api)

  const answers = await repeat(20, (number) => logInFrom(`192.0.2.${number}`, user.email))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 10 })
  const late = await logInFrom('192.0.2.99', user.email.toUpperCase(), password)
  expect(codesOf(late)).toEqual(['TOO_MANY_ATTEMPTS'])
  const { retryAfterSeconds = 0 } = late.errors[0]?.extensions ?? {}
  expect(retryAfterSeconds).toBeGreaterThan(880)
  expect(retryAfterSeconds).toBeLessThanOrEqual(900)
})

test('an account that does not exist is refused in the same way', async () => {
  const answers = await repeat(12, (number) => logInFrom(`192.0.3.${number}`, 'nobody@example.com'))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 2 })
})

test('a right password counts for nothing', async () => {
  const user = await insertMember(api)
  for (let login = 0; login < 11; login += 1) {
    expect(codesOf(await logInFrom('198.51.100.1', user.email, password))).toEqual([])
  }
})

test('one client is heard fifty times, whatever account it tries; others go on', async () => {
  const user = await insertMember(api)

  const answers = await repeat(55, (number) => logInFrom('203.0.113.1', `nobody${number}@example.com`))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 50, TOO_MANY_ATTEMPTS: 5 })
  expect(codesOf(await logInFrom('203.0.113.1', user.email, password))).toEqual(['TOO_MANY_ATTEMPTS'])
  expect(codesOf(await logInFrom('203.0.113.2', user.email, password))).toEqual([])
})

test('a stolen token guesses no password either', async () => {
  const user = await insertMember(api)
  const guess = (number: number) =>
    number % 2 === 0
      ? changePassword({ currentPassword: `guess ${number}`, newPassword: 'stolen horse' }, user)
      : deleteAccount({ password: `guess ${number}` }, user)

  expect(tally(await repeat(14, guess))).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 4 })
})

test('an address gets five codes an hour, whether or not it has an account', async () => {
  const user = await insertMember(api)

  for (const email of [user.email, 'unknown@example.com']) {
    const answers = await repeat(7, () => requestReset(email))
    expect(tally(answers)).toEqual({ TOO_MANY_ATTEMPTS: 2 })
  }
})
