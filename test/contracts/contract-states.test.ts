import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { callsOf } from './contract-calls.ts'

const api = await startApi()

const newOwner = async () => {
  const user = await insertUser(api.db)
  const insert = async (values: object = {}) =>
    (await insertContract(api.db, { user_id: user.id, ...values })).id
  return { user, insert, ...callsOf(api, user) }
}
const defaultsOf = async (userId: string) => {
  const rows = await api.db
    .selectFrom('contracts')
    .select(['id', 'is_active'])
    .where('user_id', '=', userId)
    .where('is_default', '=', true)
    .execute()
  return rows.map(({ id }) => id)
}

test('a new default replaces the previous one, and both are returned', async () => {
  const { user, insert, setDefault } = await newOwner()
  const [first, second] = [await insert({ is_default: true }), await insert()]

  const { data } = await setDefault(second)

  const previousDefault = { id: first, isDefault: false }
  expect(data.setDefaultContract).toMatchObject({
    contract: { id: second, isDefault: true },
    previousDefault,
  })
  expect(await defaultsOf(user.id)).toEqual([second])
  expect((await setDefault(second)).data.setDefaultContract.previousDefault).toBeNull()
})

test('a contract created as the default replaces the previous default', async () => {
  const { user, insert, create } = await newOwner()
  await insert({ is_default: true })

  const { data } = await create({ isDefault: true })

  expect(await defaultsOf(user.id)).toEqual([data.createContract.contract.id])
})

test('an archived contract can’t be the default, and archiving clears the flag', async () => {
  const { user, insert, archive, setDefault } = await newOwner()
  const id = await insert({ is_default: true })

  const { data } = await archive(id)

  expect(data.archiveContract.contract).toMatchObject({ isActive: false, isDefault: false })
  expect(codesOf(await setDefault(id))).toEqual(['CONFLICT'])
  expect(await defaultsOf(user.id)).toEqual([])
})

test('a restored contract is active, and not the default even if it was imported as such', async () => {
  const { insert, restore } = await newOwner()
  const id = await insert({ is_active: false, is_default: true })
  const other = await insert({ is_default: true })

  expect((await restore(id)).data.restoreContract.contract).toMatchObject({
    isActive: true,
    isDefault: false,
  })
  expect((await restore(other)).data.restoreContract.contract).toMatchObject({ isDefault: true })
})

test('several contracts are archived and returned in the order of their ids', async () => {
  const { insert, archiveAll } = await newOwner()
  const ids = [await insert(), await insert({ is_default: true }), await insert({ is_active: false })]

  const { data } = await archiveAll([...ids, ids[0] ?? ''])

  const archived = ids.map((id) => ({ id, isActive: false, isDefault: false }))
  expect(data.archiveContracts.contracts).toEqual(archived)
})

test('the analyses of deleted contracts are kept, without a contract', async () => {
  const { user, insert, deleteAll } = await newOwner()
  const config_id = await insert({ is_active: false })
  const ids = [config_id, await insert({ is_active: false })]
  const analysis = await insertAnalysis(api.db, { user_id: user.id, config_id })

  expect((await deleteAll(ids)).data.deleteContracts).toEqual({ deletedIds: ids, user: { id: user.id } })

  const { data } = await api.ask(`{ analysis(id: "${analysis.id}") { id contract { id } } }`, {}, user)
  expect(data.analysis).toEqual({ id: analysis.id, contract: null })
  expect(codesOf(await api.ask(`{ contract(id: "${ids[1]}") { id } }`, {}, user))).toEqual(['NOT_FOUND'])
})

test('no contract is deleted if one of them is not archived', async () => {
  const { insert, deleteAll } = await newOwner()
  const [archived, active] = [await insert({ is_active: false }), await insert()]

  const answer = await deleteAll([archived, active])

  expect(answer.errors).toMatchObject([{ extensions: { code: 'CONFLICT', ids: [active] } }])
  expect((await deleteAll([archived])).errors).toEqual([])
})

test.each(['archiveAll', 'deleteAll'] as const)(
  '%s changes nothing if one contract belongs to another user',
  async (call) => {
    const { user, insert, [call]: change } = await newOwner()
    const own = await insert({ is_active: call === 'archiveAll' })
    const stranger = await newOwner()
    const foreign = await stranger.insert({ is_active: call === 'archiveAll' })

    for (const id of [foreign, randomUUID()]) expect(codesOf(await change([own, id]))).toEqual(['NOT_FOUND'])

    const rows = await api.db
      .selectFrom('contracts')
      .select('is_active')
      .where('user_id', '=', user.id)
      .execute()
    expect(rows).toEqual([{ is_active: call === 'archiveAll' }])
  },
)

test.each([
  ['no ids', [], 'input.ids'],
  ['101 ids', Array.from({ length: 101 }, () => randomUUID()), 'input.ids'],
  ['a malformed id', [randomUUID(), 'x'], 'input.ids.1'],
])('archiving or deleting %s is rejected', async (_what, ids, argument) => {
  const { archiveAll, deleteAll } = await newOwner()

  for (const answer of [await archiveAll(ids), await deleteAll(ids)]) {
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
  }
})

test('lists loaded before a change in the same request are loaded again after it', async () => {
  const { user, insert } = await newOwner()
  const id = await insert({ name: 'Only' })
  const list = 'contract { owner { contracts { edges { node { id isDefault } } } } }'

  const { data } = await api.ask(
    `mutation { a: setDefaultContract(input: { id: "${id}" }) { ${list} } b: archiveContract(input: { id: "${id}" }) { ${list} } }`,
    {},
    user,
  )

  expect(data.a.contract.owner.contracts.edges).toEqual([{ node: { id, isDefault: true } }])
  expect(data.b.contract.owner.contracts.edges).toEqual([])
})
