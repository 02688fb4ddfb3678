import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertCompetitor, insertContract, insertUser, writeAsImport } from '../support/factories.ts'
import { address, callsOf, mistyped } from './contract-calls.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const { create, addCompetitor, updateCompetitor, removeCompetitor, addTags, removeTags, duplicate, archive } =
  callsOf(api, owner)

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

test('a competitor is changed in its place, and its contract with it', async () => {
  const given = { ...competitor, group: 'direct', abi }
  const { contract } = (await create({ competitors: [given, { ...competitor, name: 'Other' }] })).data
    .createContract
  const [{ id }] = contract.competitors

  const { data } = await updateCompetitor({
    id,
    name: 'New',
    group: 'ünïque',
    address: mistyped,
    chain: 'base',
  })

  const changed = { id, name: 'New', address: mistyped, chain: 'base', group: 'ünïque', abi }
  expect(data.updateCompetitor).toMatchObject({
    competitor: changed,
    contract: { competitors: [changed, { name: 'Other', group: null }] },
    warnings: [{ code: 'ADDRESS_CHECKSUM', field: 'input.address' }],
  })
  expect(data.updateCompetitor.contract.updatedAt > contract.updatedAt).toBe(true)
})

test('omitted fields of a competitor are unchanged, and null clears what may be null', async () => {
  const given = { ...competitor, group: 'direct', abi }
  const [{ id }] = (await create({ competitors: [given] })).data.createContract.contract.competitors

  const kept = (await updateCompetitor({ id })).data.updateCompetitor
  const cleared = (await updateCompetitor({ id, name: null, group: null, abi: null })).data.updateCompetitor

  expect(kept).toMatchObject({ competitor: { id, ...given }, warnings: [] })
  expect(cleared.competitor).toMatchObject({ id, address, chain: 'lisk', name: null, group: null, abi: null })
})

test.each([
  [{ address: null }, 'input.address'],
  [{ chain: null }, 'input.chain'],
  [{ address: '' }, 'input.address'],
  [{ chain: '' }, 'input.chain'],
  [{ address: '0x1' }, 'input.address'],
  [{ chain: 'c'.repeat(51) }, 'input.chain'],
  [{ chain: 'unknown', address: 'a'.repeat(256) }, 'input.address'],
  [{ chain: 'starknet', address: 'none' }, 'input.address'],
  [{ name: 'n'.repeat(256) }, 'input.name'],
  [{ group: 'g'.repeat(256) }, 'input.group'],
  [{ group: '' }, 'input.group'],
  [{ abi: '[{"type":"unknown"}]' }, 'input.abi'],
  [{ id: 'none' }, 'input.id'],
])('an invalid change of a competitor is refused: %j', async (change, argument) => {
  const { contract } = (await create({ competitors: [competitor] })).data.createContract
  const [before] = contract.competitors

  const answer = await updateCompetitor({ id: before.id, ...change })

  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [{ argument }] } }])
  const { data } = await api.ask(
    `{ contract(id: "${contract.id}") { updatedAt competitors { id name address chain group abi } } }`,
    {},
    owner,
  )
  expect(data.contract).toEqual({ updatedAt: contract.updatedAt, competitors: [before] })
})

test('a group is 255 characters at most, and an invalid one is refused by each mutation', async () => {
  const group = '𝔤'.repeat(255)
  const { id } = (await create({ competitors: [{ ...competitor, group }] })).data.createContract.contract
  const tooLong = { ...competitor, group: `${group}g` }

  const added = await addCompetitor({ contractId: id, competitor: { ...competitor, group } })
  const copy = (await duplicate({ id })).data.duplicateContract.contract

  expect(copy.competitors).toMatchObject([{ group }, { group }])
  expect(added.data.addCompetitor.contract.competitors).toMatchObject([{ group }, { group }])
  expect(codesOf(await addCompetitor({ contractId: id, competitor: tooLong }))).toEqual(['BAD_USER_INPUT'])
  expect(codesOf(await create({ competitors: [tooLong] }))).toEqual(['BAD_USER_INPUT'])
})

test('a competitor of an archived contract can be changed, as it can be added', async () => {
  const { contract } = (await create({ competitors: [competitor] })).data.createContract
  await archive(contract.id)

  expect((await addCompetitor({ contractId: contract.id, competitor })).errors).toEqual([])
  const { data } = await updateCompetitor({ id: contract.competitors[0].id, group: 'direct' })

  expect(data.updateCompetitor.contract).toMatchObject({
    isActive: false,
    competitors: [{ group: 'direct' }, { group: null }],
  })
})

test('two competitors may have the same address, and an imported address is checked only if it changes', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  await insertCompetitor(api.db, contract, { address, chain: 'lisk' })
  const id = await insertCompetitor(api.db, contract, { address: 'no address', chain: 'lisk' })

  expect((await updateCompetitor({ id, group: 'direct' })).errors).toEqual([])
  expect(codesOf(await updateCompetitor({ id, chain: 'base' }))).toEqual(['BAD_USER_INPUT'])
  const { competitors } = (await updateCompetitor({ id, address })).data.updateCompetitor.contract
  expect(competitors).toMatchObject([{ address }, { address, group: 'direct' }])
})

test('a competitor of another user is not found, also for administrators', async () => {
  const { contract } = (await create({ competitors: [competitor] })).data.createContract
  const [before] = contract.competitors
  const strangers = [await insertUser(api.db), await insertUser(api.db, { role: 'admin' })]

  for (const stranger of strangers) {
    const answer = await callsOf(api, stranger).updateCompetitor({ id: before.id, name: 'Mine' })
    expect(codesOf(answer)).toEqual(['NOT_FOUND'])
  }
  expect(codesOf(await updateCompetitor({ id: contract.id, name: 'Mine' }))).toEqual(['NOT_FOUND'])
  const { data } = await api.ask(`{ contract(id: "${contract.id}") { competitors { name } } }`, {}, owner)
  expect(data.contract.competitors).toEqual([{ name: 'Rival' }])
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
