import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertCompetitor, insertContract, insertUser, writeAsImport } from '../support/factories.ts'
import { address, callsOf, mistyped } from './contract-calls.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const { create, update, duplicate } = callsOf(api, owner)

const abi = JSON.stringify([{ type: 'receive' }])
const competitor = (name: string) => ({ name, address, chain: 'lisk' })
const parts = {
  tags: ['defi', 'dex', 'defi'],
  competitors: ['Second', 'First', 'Third'].map(competitor),
  rpcConfigs: [
    { chain: 'ethereum', rpcUrls: ['https://a.example/key', 'wss://b.example'] },
    { chain: 'lisk', rpcUrls: ['http://c.example'] },
  ],
  analysisParams: { blockRange: 5, whaleThreshold: '123456789012.12345678', customParams: { deep: 1e22 } },
}
const createdWith = async (values: object = {}) => (await create(values)).data.createContract.contract

test('only the ABI of a compiler’s artifact is stored', async () => {
  const artifact = JSON.stringify({ contractName: 'A', abi: JSON.parse(abi), bytecode: '0x00' })

  const { id, ...created } = await createdWith({ targetAbi: artifact })
  const changed = await update({ id, targetAbi: JSON.stringify({ status: '1', result: '[]' }) })

  expect(created.targetAbi).toBe(abi)
  expect(changed.data.updateContract.contract.targetAbi).toBe('[]')
})

test('a new contract has the given values, and defaults for the rest', async () => {
  const newcomer = callsOf(api, await insertUser(api.db))
  const { data } = await newcomer.create({ ...parts, description: 'Ours', targetAbi: abi })

  const { contract, warnings } = data.createContract
  expect(warnings).toEqual([])
  expect(contract).toMatchObject({
    ...{ name: 'DEX', description: 'Ours', targetAddress: address, targetChain: 'ethereum', targetAbi: abi },
    ...{ targetName: null, tags: ['defi', 'dex'], isActive: true, isDefault: false, analysisCount: 0 },
    competitors: [{ name: 'Second' }, { name: 'First' }, { name: 'Third' }],
    rpcConfigs: parts.rpcConfigs,
  })
  expect(contract.analysisParams).toEqual({
    ...{ blockRange: 5, whaleThreshold: '123456789012.12345678', maxRetries: 2 },
    ...{ outputFormats: ['JSON', 'CSV', 'MARKDOWN'], customParams: { deep: 1e22 } },
  })
})

test('a contract can be created with nulls for all optional fields', async () => {
  const nothing = { description: null, tags: null, competitors: null, rpcConfigs: null, analysisParams: null }

  const empty = { description: null, tags: [], competitors: [], rpcConfigs: [], analysisParams: null }
  expect(await createdWith(nothing)).toMatchObject(empty)
})

test('addresses with warnings are stored', async () => {
  const rare = { name: 'Rare', address: 'Vote111', chain: 'solana' }

  const newcomer = callsOf(api, await insertUser(api.db))
  const { data } = await newcomer.create({
    targetAddress: mistyped,
    competitors: [competitor('Right'), rare],
  })

  expect(data.createContract.warnings).toEqual([
    { code: 'ADDRESS_CHECKSUM', field: 'input.targetAddress' },
    { code: 'UNKNOWN_CHAIN', field: 'input.competitors.1.address' },
  ])
  expect(data.createContract.contract.targetAddress).toBe(mistyped)
})

test('fields omitted in a change are unchanged', async () => {
  const { id, updatedAt, ...before } = await createdWith({ ...parts, description: 'Ours', targetAbi: abi })

  const { data } = await update({ id, name: 'CEX' })

  expect(data.updateContract.contract).toEqual({ ...before, id, name: 'CEX', updatedAt: expect.any(String) })
  expect(Date.parse(data.updateContract.contract.updatedAt)).toBeGreaterThan(Date.parse(updatedAt))
})

test('null clears nullable fields, and is rejected for others', async () => {
  const { id } = await createdWith({ ...parts, description: 'Ours', targetName: 'T', targetAbi: abi })
  const nothing = { description: null, targetName: null, targetAbi: null, analysisParams: null }

  expect((await update({ id, ...nothing })).data.updateContract.contract).toMatchObject(nothing)
  for (const name of ['name', 'targetAddress', 'targetChain', 'tags', 'competitors', 'rpcConfigs']) {
    const answer = await update({ id, [name]: null })
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: `input.${name}` } },
    ])
  }
})

test('tags, competitors and endpoints are replaced as a whole, parameters field by field', async () => {
  const { id, rpcConfigs } = await createdWith(parts)
  const lisk = { chain: 'lisk', rpcUrls: ['wss://d.example'] }

  const { data } = await update({
    ...{ id, tags: ['new'], competitors: [competitor('Only')], rpcConfigs: [lisk] },
    analysisParams: { maxRetries: 0, outputFormats: ['CSV', 'CSV'] },
  })

  expect(data.updateContract.contract).toMatchObject({
    tags: ['new'],
    competitors: [{ name: 'Only' }],
    rpcConfigs: [{ ...lisk, createdAt: rpcConfigs[1].createdAt }],
    analysisParams: { blockRange: 5, maxRetries: 0, outputFormats: ['CSV'], customParams: { deep: 1e22 } },
  })
  const emptied = await update({ id, tags: [], competitors: [], rpcConfigs: [] })
  expect(emptied.data.updateContract.contract).toMatchObject({ tags: [], competitors: [], rpcConfigs: [] })
})

test.each([
  ['competitors', { competitors: [] }],
  ['endpoints', { rpcConfigs: [] }],
  ['parameters', { analysisParams: { maxRetries: 1 } }],
])('changing only the %s of a contract changes `updatedAt`', async (_what, change) => {
  const { id, updatedAt } = await createdWith()

  const { data } = await update({ id, ...change })

  expect(data.updateContract.contract.updatedAt > updatedAt).toBe(true)
  const late = await update({ id, name: 'Late', ifUnmodifiedSince: updatedAt })
  expect(codesOf(late)).toEqual(['CONFLICT'])
})

test('a change based on an outdated state is rejected with the time of the last change', async () => {
  const { id, updatedAt } = await createdWith(parts)
  const first = await update({ id, name: 'First', ifUnmodifiedSince: updatedAt })
  const current = first.data.updateContract.contract.updatedAt

  const second = await update({ id, name: 'Second', competitors: [], ifUnmodifiedSince: updatedAt })

  const extensions = { code: 'CONFLICT', argument: 'input.ifUnmodifiedSince', updatedAt: current }
  expect(second.errors).toMatchObject([{ extensions }])
  const third = await update({ id, ifUnmodifiedSince: current })
  expect(third.data.updateContract.contract).toMatchObject({ name: 'First', competitors: [{}, {}, {}] })
})

test('address and ABI must match the chain that the contract has after the change', async () => {
  const { id } = await createdWith()

  for (const change of [
    { targetAddress: '0x1' },
    { targetChain: 'lisk', targetAddress: '0x1' },
    { targetChain: 'starknet', targetAddress: 'nowhere' },
    { targetAbi: JSON.stringify([{ type: 'impl', name: 'a', interface_name: 'b' }]) },
  ]) {
    expect(codesOf(await update({ id, name: 'Changed', ...change }))).toEqual(['BAD_USER_INPUT'])
  }
  const moved = await update({ id, targetChain: 'starknet', targetAddress: '0x1' })
  expect(moved.data.updateContract.contract).toMatchObject({ name: 'DEX', targetChain: 'starknet' })
})

test('other fields of an imported contract with an invalid address can be changed', async () => {
  const { id } = await insertContract(api.db, { user_id: owner.id, target_address: 'typo', target_chain: '' })

  const { data } = await update({ id, name: 'Named', tags: ['old'] })

  expect(data.updateContract.contract).toMatchObject({
    name: 'Named',
    targetAddress: 'typo',
    targetChain: '',
  })
})

test('a copy has all parts in their order, is not the default, and has no analyses', async () => {
  const original = await createdWith({ ...parts, isDefault: true, description: 'Ours', targetAbi: abi })

  const { data } = await duplicate({ id: original.id })

  const { contract: copy } = data.duplicateContract
  expect(copy.id).not.toBe(original.id)
  const withoutIds = (contract: typeof copy) => ({
    ...contract,
    ...{ id: '', name: '', isDefault: false, updatedAt: '' },
    competitors: contract.competitors.map(({ name }: { name: string }) => name),
    rpcConfigs: contract.rpcConfigs.map(({ rpcUrls }: { rpcUrls: string[] }) => rpcUrls),
  })
  expect({ ...withoutIds(copy), name: copy.name }).toEqual({ ...withoutIds(original), name: 'DEX (copy)' })
  expect(copy).toMatchObject({ isDefault: false, isActive: true })
})

test('a copy can be named, and the name of a copy is truncated if necessary', async () => {
  const { id } = await createdWith({ name: 'ö'.repeat(255) })

  expect((await duplicate({ id, name: 'Mine' })).data.duplicateContract.contract.name).toBe('Mine')
  const { name } = (await duplicate({ id })).data.duplicateContract.contract
  expect(name).toBe(`${'ö'.repeat(248)} (copy)`)
})

test('a copy of an imported contract has at most 100 competitors', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  await writeAsImport(api.db, async (trx) => {
    for (let place = 0; place <= 100; place++) await insertCompetitor(trx, contract)
  })

  const { data } = await duplicate({ id: contract.id })

  expect(data.duplicateContract.contract.competitors).toHaveLength(100)
})

test('a retry with the same idempotency key returns the same contract; another request with it is a conflict', async () => {
  const first = await createdWith({ idempotencyKey: 'once', ...parts })

  const again = await createdWith({ idempotencyKey: 'once', ...parts })
  const other = await create({ idempotencyKey: 'once', name: 'Other' })

  expect(again).toEqual(first)
  expect(codesOf(other)).toEqual(['CONFLICT'])
})
