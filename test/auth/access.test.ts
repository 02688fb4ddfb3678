import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'
import { bearer, createAccountCalls, insertMember, isLetIn, password } from './account-calls.ts'

const api = await startApi()
const { updateUser, deleteAccount, logIn } = createAccountCalls(api)

let admin: Account
let second: Account
beforeEach(async () => {
  await api.db.updateTable('users').set({ role: 'user' }).execute()
  admin = await insertMember(api, { role: 'admin' })
  second = await insertMember(api, { role: 'admin' })
})

const countAdmins = async () => {
  const admins = api.db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('is_active', '=', true)
  return (await admins.execute()).length
}

test('an administrator changes role and tier, and omitted fields are unchanged', async () => {
  const user = await insertUser(api.db)

  const { data } = await updateUser({ id: user.id.toUpperCase(), role: 'WORKER' }, admin)
  expect(data.updateUser.user).toMatchObject({ id: user.id, role: 'WORKER', tier: 'FREE', isActive: true })

  const { data: after } = await updateUser({ id: user.id, tier: 'PRO' }, admin)
  expect(after.updateUser.user).toMatchObject({ role: 'WORKER', tier: 'PRO', isActive: true })
})

test('a closed account rejects all credentials; once reopened, its API key works, but earlier tokens do not', async () => {
  const user = await insertMember(api)
  const token = bearer((await logIn(user.email)).data.login.token)

  await updateUser({ id: user.id, isActive: false }, admin)
  expect([await isLetIn(api, user), await isLetIn(api, token)]).toEqual([false, false])
  expect(codesOf(await logIn(user.email))).toEqual(['INVALID_CREDENTIALS'])

  await updateUser({ id: user.id, isActive: true }, admin)
  expect([await isLetIn(api, user), await isLetIn(api, token)]).toEqual([true, false])
  expect(codesOf(await logIn(user.email))).toEqual([])
})

test('only administrators can change users', async () => {
  const user = await insertUser(api.db)
  const worker = await insertUser(api.db, { role: 'worker' })
  const input = { id: user.id, role: 'ADMIN' }

  expect(codesOf(await updateUser(input))).toEqual(['UNAUTHENTICATED'])
  expect(codesOf(await updateUser(input, user))).toEqual(['FORBIDDEN'])
  expect(codesOf(await updateUser(input, worker))).toEqual(['FORBIDDEN'])
  expect(await countAdmins()).toBe(2)
})

test.each([
  ['a malformed id', { id: 'x' }, invalidArgument('input.id')],
  ['an unknown id', { id: randomUUID(), tier: 'PRO' }, { code: 'NOT_FOUND' }],
  ['an unknown id and no change', { id: randomUUID() }, { code: 'NOT_FOUND' }],
  ['null for the role', { id: randomUUID(), role: null }, invalidArgument('input.role')],
  ['null for the tier', { id: randomUUID(), tier: null }, invalidArgument('input.tier')],
  ['null for the state', { id: randomUUID(), isActive: null }, invalidArgument('input.isActive')],
])('%s is rejected with the reason', async (_what, input, extensions) => {
  expect((await updateUser(input, admin)).errors[0]?.extensions).toEqual(extensions)
})

test('a change based on an outdated state is rejected with the time of the last change', async () => {
  const user = await insertUser(api.db)
  const { data } = await updateUser({ id: user.id }, admin)
  const { updatedAt } = data.updateUser.user

  const change = { id: user.id, ifUnmodifiedSince: updatedAt }
  const [first, late] = [await updateUser({ ...change, tier: 'PRO' }, admin), await updateUser(change, admin)]

  expect(codesOf(first)).toEqual([])
  const newer = first.data.updateUser.user.updatedAt
  expect(late.errors[0]?.extensions).toEqual({
    code: 'CONFLICT',
    argument: 'input.ifUnmodifiedSince',
    updatedAt: newer,
  })
})

test('only one of several concurrent changes based on the same state succeeds', async () => {
  const user = await insertUser(api.db)
  const { updatedAt } = (await updateUser({ id: user.id }, admin)).data.updateUser.user

  const answers = await Promise.all(
    ['STARTER', 'PRO', 'ENTERPRISE', 'PRO', 'STARTER'].map((tier) =>
      updateUser({ id: user.id, tier, ifUnmodifiedSince: updatedAt }, admin),
    ),
  )

  expect(answers.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT'])
})

test.each([
  ['demoted', { role: 'USER' }],
  ['made a worker', { role: 'WORKER' }],
  ['closed', { isActive: false }],
])('the last administrator can’t be %s, but another one can', async (_what, change) => {
  expect(codesOf(await updateUser({ id: second.id, ...change }, admin))).toEqual([])

  expect(codesOf(await updateUser({ id: admin.id, ...change }, admin))).toEqual(['CONFLICT'])
  expect(codesOf(await updateUser({ id: admin.id, tier: 'PRO', role: 'ADMIN' }, admin))).toEqual([])
})

test('an administrator whose account is closed does not count as a remaining one', async () => {
  await api.db.updateTable('users').set({ is_active: false }).where('id', '=', second.id).execute()

  expect(codesOf(await updateUser({ id: admin.id, role: 'USER' }, admin))).toEqual(['CONFLICT'])
  expect(codesOf(await deleteAccount({ password }, admin))).toEqual(['CONFLICT'])
})

test('one administrator remains when several step down concurrently in different ways', async () => {
  const more = await Promise.all([1, 2, 3, 4].map(() => insertMember(api, { role: 'admin' })))
  const [a, b, c, d] = more.map(({ id }) => id)

  const answers = await Promise.all([
    updateUser({ id: admin.id, role: 'USER' }, admin),
    updateUser({ id: second.id, isActive: false }, second),
    updateUser({ id: a, role: 'USER' }, more[0]),
    updateUser({ id: b, isActive: false }, more[1]),
    updateUser({ id: c, role: 'WORKER' }, more[2]),
    deleteAccount({ password }, more[3]),
    updateUser({ id: d, tier: 'PRO' }, admin),
  ])

  expect(await countAdmins()).toBeGreaterThanOrEqual(1)
  expect(
    answers.flatMap(codesOf).every((code) => ['CONFLICT', 'FORBIDDEN', 'UNAUTHENTICATED'].includes(code)),
  ).toBe(true)
})

test('one administrator remains when two demote each other concurrently', async () => {
  for (let round = 0; round < 5; round += 1) {
    await api.db
      .updateTable('users')
      .set({ role: 'admin' })
      .where('id', 'in', [admin.id, second.id])
      .execute()
    await Promise.all([
      updateUser({ id: second.id, role: 'USER' }, admin),
      updateUser({ id: admin.id, role: 'USER' }, second),
    ])
    expect(await countAdmins()).toBe(1)
  }
})

test('an account deleted by its owner can’t be reopened', async () => {
  const user = await insertMember(api)
  await deleteAccount({ password }, user)

  const answer = await updateUser({ id: user.id, isActive: true }, admin)

  expect(codesOf(answer)).toEqual(['CONFLICT'])
  expect(answer.errors[0]?.message).toContain('deleted')
})
