import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import {
  insertAnalysisParams,
  insertCompetitor,
  insertContract,
  insertRpcConfig,
  insertUser,
  writeAsImport,
} from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)

const askContract = (id: string, fields: string, sender: { apiKey: string } = owner) =>
  api.ask(`query ($id: ID!) { contract(id: $id) { ${fields} } }`, { id }, sender)

test('a contract has its competitors, endpoints, parameters and owner', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id, name: 'DEX', tags: ['defi'] })
  await insertCompetitor(api.db, contract, { name: 'Second', created_at: '2026-01-02T00:00:00Z' })
  await insertCompetitor(api.db, contract, { name: 'First', created_at: '2026-01-01T00:00:00Z' })
  await insertRpcConfig(api.db, contract, { chain: 'lisk', rpc_urls: ['https://rpc.example.com/key'] })
  await insertAnalysisParams(api.db, contract, { whale_threshold: '123456789012.12345678' })

  const { data } = await askContract(
    contract.id,
    `name tags owner { id } competitors { name abi } rpcConfigs { chain rpcUrls }
     analysisParams { blockRange whaleThreshold outputFormats originalOutputFormats customParams }`,
  )

  const outputFormats = ['JSON', 'CSV', 'MARKDOWN']
  expect(data.contract).toEqual({
    ...{ name: 'DEX', tags: ['defi'], owner: { id: owner.id } },
    competitors: ['First', 'Second'].map((name) => ({ name, abi: null })),
    rpcConfigs: [{ chain: 'lisk', rpcUrls: ['https://rpc.example.com/key'] }],
    analysisParams: {
      blockRange: 1000,
      whaleThreshold: '123456789012.12345678',
      ...{ outputFormats, originalOutputFormats: null },
      customParams: {},
    },
  })
})

test('imported output formats that are unknown are OTHER, with the originals beside them', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  await insertAnalysisParams(api.db, contract, { output_formats: ['json', 'pdf', 'JSON'] })
  const formats = async (fields: string) =>
    (await askContract(contract.id, `analysisParams { ${fields} }`)).data.contract.analysisParams

  expect(await formats('outputFormats originalOutputFormats')).toEqual({
    outputFormats: ['JSON', 'OTHER', 'OTHER'],
    originalOutputFormats: ['json', 'pdf', 'JSON'],
  })
  expect(await formats('originalOutputFormats')).toEqual({ originalOutputFormats: ['json', 'pdf', 'JSON'] })
})

test('a contract without parts has no competitors, no endpoints and no parameters', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })

  const { data } = await askContract(
    contract.id,
    'competitors { id } rpcConfigs { chain } analysisParams { maxRetries } targetAbi lastAnalyzedAt',
  )

  const nothing = { analysisParams: null, targetAbi: null, lastAnalyzedAt: null }
  expect(data.contract).toEqual({ competitors: [], rpcConfigs: [], ...nothing })
})

test('only the owner can read RPC URLs; others can read the hosts', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  const rpc_urls = [
    'https://user:pw@a.example:8545/v2/secret-key?k=1',
    'no URL but secret-key',
    'wss://b.example',
  ]
  await insertRpcConfig(api.db, contract, { rpc_urls })
  const worker = await insertUser(api.db, { role: 'worker' })
  const admin = await insertUser(api.db, { role: 'admin' })

  const seen = await askContract(contract.id, 'rpcConfigs { rpcUrls rpcHosts }')
  expect(seen.data.contract.rpcConfigs[0].rpcUrls).toEqual(rpc_urls)
  for (const sender of [worker, admin]) {
    const answer = await askContract(contract.id, 'rpcConfigs { rpcUrls rpcHosts }', sender)
    const rpcHosts = ['a.example:8545', '', 'b.example']
    expect(answer.data.contract.rpcConfigs).toEqual([{ rpcUrls: null, rpcHosts }])
    expect(answer.text).not.toContain('secret-key')
  }
})

test('a worker can read a contract, but not its owner', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  const worker = await insertUser(api.db, { role: 'worker' })

  expect((await askContract(contract.id, 'id owner { id }', worker)).data.contract).toEqual({
    ...{ id: contract.id, owner: null },
  })
})

test('only the oldest 100 of 101 imported competitors are returned', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id })
  await writeAsImport(api.db, async (trx) => {
    for (let day = 0; day <= 100; day++) {
      const created_at = new Date(Date.UTC(2026, 0, 1 + day))
      await insertCompetitor(trx, contract, { name: `${day}`, created_at })
    }
  })

  const { data } = await askContract(contract.id, 'competitors { name }')

  expect(data.contract.competitors).toEqual(Array.from({ length: 100 }, (_, day) => ({ name: `${day}` })))
})

test('ABIs are read only if selected', async () => {
  const contract = await insertContract(api.db, { user_id: owner.id, target_abi: '["own"]' })
  await insertCompetitor(api.db, contract, { abi: '["other"]' })

  const without = await api.statementsOf(() => askContract(contract.id, 'name competitors { name }'))
  const { data } = await askContract(contract.id, 'targetAbi competitors { abi }')

  expect(without.join()).not.toContain('abi')
  expect(data.contract).toEqual({ targetAbi: '["own"]', competitors: [{ abi: '["other"]' }] })
})

test('an id that is not a UUID is rejected, and an unknown UUID is not found', async () => {
  for (const id of ['', 'x', '123', `${owner.id} `, `{${owner.id}}`, "' or 1=1 --", '\0']) {
    expect(codesOf(await askContract(id, 'id'))).toEqual(['BAD_USER_INPUT'])
  }
  expect(codesOf(await askContract(owner.id, 'id'))).toEqual(['NOT_FOUND'])
})
