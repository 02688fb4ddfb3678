import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertCompetitor, insertContract, insertUser, writeAsImport } from '../support/factories.ts'
import { address, callsOf, mistyped } from './contract-calls.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const { create, addCompetitor, removeCompetitor, addTags, removeTags } = callsOf(api, owner)

const competitor = { name: 'Rival', address, chain: 'lisk' }
const abi = JSON.stringify([{ type: 'fallback' }])

test('a competitor is appended, changes its contract, and can be removed', async () => {
  const before = (await create({ competitors: [competitor] })).data.createContract.contract
  const input = { contractId: before.id, competitor: { ...competitor, name: 'New', address: mistyped, abi } }

  const { addCompetitor: added } = (await addCompetitor(input)).data

  expect(added.warnings).toEqual([{ code: 'ADDRESS_CHECKSUM', field: 'input.competitor.address' }])
  expect(added.contract.competitors).toMatchObject([{ name: 'Rival' }, { name: 'New', abi }])
  expect(added.contract.updatedAt > before.updatedAt).toBe(true)
  const { removeCompetitor: removed } = (await removeCompetitor(added.competitor.id)).data
  expect(removed.removedId).toBe(added.competitor.id)
  expect(removed.contract.competitors).toMatchObject([{ name: 'Rival' }])
  expect(removed.contract.updatedAt > added.contract.updatedAt).toBe(true)
  expect(codesOf(await removeCompetitor(added.competitor.id))).toEqual(['NOT_FOUND'])
})

test('a contract can’t have more than 100 competitors, except from an import', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  const ids: string[] = []
  await writeAsImport(api.db, async (trx) => {
    for (let place = 0; place <= 100; place++) ids.push(await insertCompetitor(trx, contract))
  })

  for (const id of ids.slice(0, 2)) {
    const answer = await addCompetitor({ contractId: contract.id, competitor })
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('100'), extensions: { code: 'CONFLICT' } },
    ])
    await removeCompetitor(id)
  }
  expect((await addCompetitor({ contractId: contract.id, competitor })).errors).toEqual([])
})

test('a rejected competitor does not change its contract', async () => {
  const { id, updatedAt } = (await create({ competitors: Array.from({ length: 100 }, () => competitor) }))
    .data.createContract.contract

  expect(codesOf(await addCompetitor({ contractId: id, competitor }))).toEqual(['CONFLICT'])

  const { data } = await api.ask(`{ contract(id: "${id}") { updatedAt } }`, {}, owner)
  expect(data.contract).toEqual({ updatedAt })
})

test('tags are appended without duplicates, and can be removed', async () => {
  const { id, updatedAt } = (await create({ tags: ['a', 'b'] })).data.createContract.contract

  const added = (await addTags({ contractId: id, tags: ['d', 'b', 'c', 'd'] })).data.addContractTags.contract
  const removed = (await removeTags({ contractId: id, tags: ['c', 'x', 'a'] })).data.removeContractTags
    .contract

  expect(added.tags).toEqual(['a', 'b', 'd', 'c'])
  expect(removed.tags).toEqual(['b', 'd'])
  expect(added.updatedAt > updatedAt && removed.updatedAt > added.updatedAt).toBe(true)
})

test('a contract can’t have more than 50 tags, except from an import', async () => {
  const tag = (place: number) => `tag ${place}`
  const tags = Array.from({ length: 55 }, (_, place) => tag(place))
  let contractId = ''
  await writeAsImport(api.db, async (trx) => {
    contractId = (await insertContract(trx, { user_id: owner.id, tags: [...tags, ''] })).id
  })

  expect(codesOf(await addTags({ contractId, tags: ['more'] }))).toEqual(['CONFLICT'])
  expect((await addTags({ contractId, tags: [tag(1)] })).errors).toEqual([])
  expect((await removeTags({ contractId, tags: ['', tag(0)] })).errors).toEqual([])
  expect((await removeTags({ contractId, tags: tags.slice(0, 6) })).errors).toEqual([])
  expect((await addTags({ contractId, tags: ['more'] })).data.addContractTags.contract.tags).toHaveLength(50)
  expect(codesOf(await addTags({ contractId, tags: ['too many'] }))).toEqual(['CONFLICT'])
})
