import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { createAccountCalls, from, insertMember, password } from './account-calls.ts'

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const { register, updateProfile } = createAccountCalls(api)

const registerFrom = (address: string, email = `${randomUUID()}@example.com`) =>
  register({ email, password, name: 'New' }, from(address))

const repeat = (times: number, work: (number: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: times }, (_, number) => work(number)))

test('one client can register twenty accounts per hour; other clients are not affected', async () => {
  const answers = await repeat(23, () => registerFrom('192.0.2.1'))

  expect(answers.flatMap(codesOf)).toEqual(['TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS'])
  expect(answers.flatMap(({ errors }) => errors).at(0)?.extensions.retryAfterSeconds).toBeGreaterThan(3000)
  expect(codesOf(await registerFrom('192.0.2.2'))).toEqual([])
})

test('one client can find out only twenty times per hour whether an e-mail is taken', async () => {
  const members = await Promise.all(Array.from({ length: 15 }, () => insertMember(api)))
  const member = await insertMember(api)
  const answers = await repeat(15, (number) => registerFrom('192.0.2.3', members[number]?.email))
  expect(answers.flatMap(codesOf)).toEqual(Array.from({ length: 15 }, () => 'EMAIL_TAKEN'))

  const changes = await repeat(8, (number) =>
    updateProfile({ email: members[number]?.email, currentPassword: password }, from('192.0.2.3', member)),
  )

  const codes = changes.flatMap(codesOf)
  expect(codes.filter((code) => code === 'EMAIL_TAKEN')).toHaveLength(5)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(3)
})

test('one account can find out only ten times per hour whether an e-mail is taken, from any client', async () => {
  const [member, taken] = [await insertMember(api), await insertMember(api)]

  const answers = await repeat(13, (number) =>
    updateProfile({ email: taken.email, currentPassword: password }, from(`192.0.3.${number}`, member)),
  )

  const codes = answers.flatMap(codesOf)
  expect(codes.filter((code) => code === 'EMAIL_TAKEN')).toHaveLength(10)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(3)
})

test('all clients together can register a thousand accounts per hour', async () => {
  await api.db.updateTable('rate_limits').set({ count: 999 }).where('name', '=', 'registrations').execute()

  const answers = await repeat(3, (number) => registerFrom(`192.0.4.${number}`))

  expect(answers.flatMap(codesOf)).toEqual(['TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS'])
})

test('invalid input does not count as an attempt', async () => {
  const answers = await repeat(25, () =>
    register({ email: 'x@example.com', password: 'short', name: 'X' }, from('192.0.5.1')),
  )

  expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['BAD_USER_INPUT']))
})

test.each(['a@sub.localhost', 'a@localhost', 'a@metagauge.invalid', 'a@invalid'])(
  'the e-mail %s can’t be registered or set, because no mail server has its domain',
  async (email) => {
    const member = await insertMember(api)

    const answers = [
      await registerFrom('192.0.5.2', email),
      await updateProfile({ email, currentPassword: password }, member),
    ]

    expect(answers.flatMap(codesOf)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT'])
  },
)

test.each([
  '\u212Aelvin@example.com',
  'caf\u00e9@example.com',
  'cafe\u0301@example.com',
  '\uFF41@example.com',
])('an e-mail with lookalike letters can’t be registered: %j', async (email) => {
  expect(codesOf(await registerFrom('192.0.5.3', email))).toEqual(['BAD_USER_INPUT'])
})
