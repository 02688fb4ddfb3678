import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertCompetitor, insertContract, insertUser } from '../support/factories.ts'
import { address, atOnce, callsOf } from './contract-calls.ts'

const connections = 20
const api = await startApi({ maxConnections: connections })

const newOwner = async () => {
  const user = await insertUser(api.db)
  const insert = async (values: object = {}) =>
    (await insertContract(api.db, { user_id: user.id, ...values })).id
  return { user, insert, ...callsOf(api, user) }
}
const contractsOf = (userId: string) =>
  api.db.selectFrom('contracts').select(['id', 'is_default', 'tags']).where('user_id', '=', userId).execute()
const competitor = { address, chain: 'lisk' }

test('fifty concurrent changes of the default all succeed and leave one default', async () => {
  const { user, insert, setDefault } = await newOwner()
  const ids = await atOnce(50, () => insert())

  const answers = await atOnce(50, (place) => setDefault(ids[place] ?? ''))

  expect(answers.flatMap(codesOf)).toEqual([])
  const defaults = (await contractsOf(user.id)).filter((contract) => contract.is_default)
  expect(defaults).toHaveLength(1)
  const previous = answers.map(({ data }) => data.setDefaultContract.previousDefault?.id)
  // Each change replaced a different default, and nothing replaced the last one.
  expect(new Set([...previous, defaults[0]?.id]).size).toBe(51)
})

test('concurrently created default contracts leave one default', async () => {
  const { user, create, setDefault, insert } = await newOwner()
  const id = await insert()

  const answers = await atOnce(30, (place) =>
    place % 3 === 0 ? setDefault(id) : create({ isDefault: true }),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
  const contracts = await contractsOf(user.id)
  expect(contracts).toHaveLength(21)
  expect(contracts.filter((contract) => contract.is_default)).toHaveLength(1)
})

test('concurrent calls that archive or delete the same contracts in opposite orders do not deadlock', async () => {
  const { insert, archiveAll, setDefault, deleteAll } = await newOwner()
  const ids = await atOnce(10, () => insert())

  const answers = await atOnce(30, (place) => {
    if (place % 3 === 2) return setDefault(ids[place % 10] ?? '')
    return archiveAll(place % 2 === 0 ? ids : ids.toReversed())
  })
  const deleted = await atOnce(5, (place) => deleteAll(place % 2 === 0 ? ids : ids.toReversed()))

  expect(new Set(answers.flatMap(codesOf)).difference(new Set(['CONFLICT']))).toEqual(new Set())
  expect(deleted.flatMap(codesOf).sort()).toEqual(Array(4).fill('NOT_FOUND'))
})

test('twenty concurrent calls with one idempotency key create one contract, and all return it', async () => {
  const { user, create } = await newOwner()

  const answers = await atOnce(connections, () => create({ idempotencyKey: 'the same' }))

  const ids = answers.map(({ data }) => data.createContract.contract.id)
  expect(new Set(ids).size).toBe(1)
  expect(await contractsOf(user.id)).toHaveLength(1)
})

test('no concurrently added or removed tag is lost', async () => {
  const { user, insert, addTags, removeTags } = await newOwner()
  const contractId = await insert({ tags: Array.from({ length: 20 }, (_, place) => `was ${place}`) })

  const answers = await atOnce(40, (place) =>
    place < 20
      ? removeTags({ contractId, tags: [`was ${place}`] })
      : addTags({ contractId, tags: [`is ${place - 20}`, 'of all'] }),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
  const [contract] = await contractsOf(user.id)
  const expected = ['of all', ...Array.from({ length: 20 }, (_, place) => `is ${place}`)]
  expect(contract?.tags.toSorted()).toEqual(expected.toSorted())
})

test('concurrently added tags can’t exceed the limit', async () => {
  const { user, insert, addTags } = await newOwner()
  const contractId = await insert()

  const answers = await atOnce(60, (place) => addTags({ contractId, tags: [`${place}`] }))

  expect(answers.flatMap(codesOf)).toEqual(Array(10).fill('CONFLICT'))
  expect((await contractsOf(user.id))[0]?.tags).toHaveLength(50)
})

test('concurrently added competitors can’t exceed the limit', async () => {
  const { user, insert, addCompetitor } = await newOwner()
  const contractId = await insert()
  const contract = { id: contractId, user_id: user.id }
  for (let place = 0; place < 90; place++) await insertCompetitor(api.db, contract)

  const answers = await atOnce(40, () => addCompetitor({ contractId, competitor }))

  expect(answers.flatMap(codesOf)).toEqual(Array(30).fill('CONFLICT'))
  const { data } = await api.ask(`{ contract(id: "${contractId}") { competitors { id } } }`, {}, user)
  expect(data.contract.competitors).toHaveLength(100)
})

test('the database allows only one of two concurrent transactions to add the hundredth competitor', async () => {
  const { user, insert } = await newOwner()
  const contract = { id: await insert(), user_id: user.id }
  for (let place = 0; place < 99; place++) await insertCompetitor(api.db, contract)

  const second = await api.db.transaction().execute(async (trx) => {
    await insertCompetitor(trx, contract)
    const waiting = Promise.allSettled([insertCompetitor(api.db, contract)])
    // Long enough for the insert to finish if it did not wait.
    await setTimeout(300)
    return { waiting }
  })

  expect(await second.waiting).toMatchObject([{ status: 'rejected' }])
})

test('concurrent changes of the address and the chain of a competitor never leave an invalid address', async () => {
  const { insert, addCompetitor, updateCompetitor } = await newOwner()
  const contractId = await insert()
  // Valid on Starknet, and not on Lisk.
  const short = '0x1234'

  for (let round = 0; round < 5; round++) {
    const added = await addCompetitor({ contractId, competitor: { ...competitor, chain: 'starknet' } })
    const { id } = added.data.addCompetitor.competitor
    const answers = await atOnce(8, (place) =>
      updateCompetitor(place % 2 === 0 ? { id, address: short } : { id, chain: 'lisk' }),
    )
    const { data } = await updateCompetitor({ id })
    const { address: last, chain } = data.updateCompetitor.competitor

    // Either the address or the chain was changed first, and every change of the other one is refused.
    expect([last, chain]).toEqual(chain === 'lisk' ? [address, 'lisk'] : [short, 'starknet'])
    expect(answers.flatMap(codesOf)).toEqual(Array(4).fill('BAD_USER_INPUT'))
  }
})

test('no concurrent change of another field of a competitor is lost, and none restores a removed one', async () => {
  const { insert, addCompetitor, updateCompetitor, removeCompetitor } = await newOwner()
  const contractId = await insert()
  const { data } = await addCompetitor({ contractId, competitor })
  const { id } = data.addCompetitor.competitor

  await atOnce(10, (place) =>
    updateCompetitor(place % 2 === 0 ? { id, name: 'New' } : { id, group: 'direct' }),
  )
  const changed = (await updateCompetitor({ id })).data.updateCompetitor.competitor
  const answers = await atOnce(9, (place) =>
    place === 4 ? removeCompetitor(id) : updateCompetitor({ id, name: 'Newer' }),
  )

  expect(changed).toMatchObject({ name: 'New', group: 'direct' })
  expect(new Set(answers.flatMap(codesOf)).difference(new Set(['NOT_FOUND']))).toEqual(new Set())
  expect(codesOf(await updateCompetitor({ id }))).toEqual(['NOT_FOUND'])
})

test('concurrently replacing all competitors and removing single ones does not deadlock', async () => {
  const { insert, update, addCompetitor, removeCompetitor } = await newOwner()
  const id = await insert()

  for (let round = 0; round < 5; round++) {
    const added = await addCompetitor({ contractId: id, competitor })
    const competitorId = added.data.addCompetitor.competitor.id
    const answers = await atOnce(8, (place) =>
      place % 2 === 0
        ? removeCompetitor(competitorId)
        : update({ id, competitors: [competitor, competitor] }),
    )
    expect(new Set(answers.flatMap(codesOf)).difference(new Set(['NOT_FOUND']))).toEqual(new Set())
  }
  const { data } = await update({ id, name: 'End' })
  expect(data.updateContract.contract.competitors.length % 2).toBe(0)
})

test('only one of several concurrent changes based on the same state succeeds', async () => {
  const { create, update } = await newOwner()
  const { id, updatedAt } = (await create()).data.createContract.contract

  const answers = await atOnce(connections, (place) =>
    update({ id, name: `${place}`, competitors: [competitor], ifUnmodifiedSince: updatedAt }),
  )

  expect(answers.flatMap(codesOf)).toEqual(Array(connections - 1).fill('CONFLICT'))
  const { data } = await update({ id })
  const winner = answers.find(({ errors }) => errors.length === 0)
  expect(data.updateContract.contract.name).toBe(winner?.data.updateContract.contract.name)
})
