import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { address, cancel, quickScan, start } from './analysis-calls.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db, { tier: 'enterprise' })
const contract = await insertContract(db, { user_id: owner.id })
const stranger = await insertUser(db)
const foreign = await insertContract(db, { user_id: stranger.id, is_active: false })

test('a quick scan of an address is pending', async () => {
  const { data } = await start(api, owner, { ...quickScan, metadata: { depth: 2 } })

  expect(data.startAnalysis).toMatchObject({
    analysis: {
      ...{ type: 'QUICK_SCAN', status: 'PENDING', progress: 0, completedAt: null, lastUpdatedAt: null },
      ...{ contractAddress: address, contractChain: 'ethereum', metadata: { depth: 2 }, contract: null },
    },
    warnings: [],
  })
})

test.each(['SINGLE', 'COMPETITIVE', 'COMPARATIVE'])(
  '%s analyzes one of the user’s contracts',
  async (type) => {
    const { data } = await start(api, owner, { type, contractId: contract.id.toUpperCase() })

    expect(data.startAnalysis.analysis).toMatchObject({
      ...{ type, status: 'PENDING', contract: { id: contract.id }, metadata: {} },
      ...{ contractAddress: null, contractChain: null },
    })
  },
)

test('a QUICK_INDEX of a contract is one of its analyses', async () => {
  const { data } = await start(api, owner, { type: 'QUICK_INDEX', contractId: contract.id })

  const { id } = data.startAnalysis.analysis
  expect(data.startAnalysis.analysis).toMatchObject({ contract: { id: contract.id }, contractAddress: null })
  expect(await analysesOf(contract.id)).toContain(id)
})

test('a QUICK_INDEX of the address of one of the user’s contracts is started from that contract', async () => {
  const spelled = await insertContract(db, { user_id: owner.id, target_address: address.toLowerCase() })
  const input = { ...quickScan, type: 'QUICK_INDEX', contractChain: 'mainnet' }

  const { data } = await start(api, owner, input)
  const { data: other } = await start(api, stranger, input)
  const { data: scan } = await start(api, owner, quickScan)

  expect(data.startAnalysis.analysis).toMatchObject({
    ...{ contract: { id: spelled.id }, contractAddress: address, contractChain: 'mainnet' },
  })
  expect(await analysesOf(spelled.id)).toEqual([data.startAnalysis.analysis.id])
  expect(other.startAnalysis.analysis.contract).toBeNull()
  expect(scan.startAnalysis.analysis.contract).toBeNull()
})

test('an address with a wrong checksum or an unknown chain causes a warning', async () => {
  const warningOf = async (input: object) =>
    (await start(api, owner, { ...quickScan, ...input })).data.startAnalysis.warnings

  expect(await warningOf({ contractAddress: address.replace('aA', 'AA') })).toEqual([
    { code: 'ADDRESS_CHECKSUM', field: 'input.contractAddress' },
  ])
  expect(await warningOf({ contractChain: 'moon' })).toEqual([
    { code: 'UNKNOWN_CHAIN', field: 'input.contractAddress' },
  ])
})

test.each([
  ['input.contractId', { type: 'SINGLE' }],
  ['input.contractId', { type: 'SINGLE', contractId: 'x' }],
  ['input.contractAddress', { type: 'SINGLE', contractId: contract.id, contractAddress: address }],
  ['input.contractChain', { type: 'COMPARATIVE', contractId: contract.id, contractChain: 'ethereum' }],
  ['input.contractId', { ...quickScan, contractId: contract.id }],
  ['input.contractAddress', { type: 'QUICK_SCAN', contractChain: 'ethereum' }],
  ['input.contractChain', { type: 'QUICK_INDEX', contractAddress: address }],
  ['input.contractAddress', { type: 'QUICK_INDEX', contractChain: 'ethereum' }],
  ['input.contractAddress', { type: 'QUICK_INDEX', contractId: contract.id, contractAddress: address }],
  ['input.contractChain', { type: 'QUICK_INDEX', contractId: contract.id, contractChain: 'ethereum' }],
  ['input.contractChain', { ...quickScan, contractChain: '' }],
  ['input.contractChain', { ...quickScan, contractChain: 'x'.repeat(51) }],
  ['input.contractAddress', { ...quickScan, contractAddress: '0x123' }],
  ['input.contractAddress', { ...quickScan, contractAddress: 'a\0b', contractChain: 'moon' }],
  ['input.metadata', { ...quickScan, metadata: [] }],
  ['input.metadata', { ...quickScan, metadata: 'text' }],
  ['input.metadata', { ...quickScan, metadata: { a: ['\0'] } }],
  ['input.metadata', { ...quickScan, metadata: { '\ud800': 1 } }],
  ['input.idempotencyKey', { ...quickScan, idempotencyKey: '' }],
])('an invalid %s is rejected with its path: %j', async (argument, input) => {
  const answer = await start(api, owner, input)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe(argument)
})

test('metadata may have 100 levels', async () => {
  const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)

  expect(codesOf(await start(api, owner, { ...quickScan, metadata: nested(100) }))).toEqual([])
  expect(codesOf(await start(api, owner, { ...quickScan, metadata: nested(101) }))).toEqual([
    'BAD_USER_INPUT',
  ])
})

test('two starts in one request each return the quota after it', async () => {
  const user = await insertUser(db)
  const { id } = await insertContract(db, { user_id: user.id })
  const one = `startAnalysis(input: { type: SINGLE, contractId: "${id}" }) { quota { used } }`

  const { data } = await api.ask(`mutation { one: ${one} two: ${one} }`, {}, user)

  expect(data).toEqual({ one: { quota: { used: 1 } }, two: { quota: { used: 2 } } })
})

test('an archived contract can’t be analyzed', async () => {
  const archived = await insertContract(db, { user_id: owner.id, is_active: false })

  expect(codesOf(await start(api, owner, { type: 'SINGLE', contractId: archived.id }))).toEqual(['CONFLICT'])
})

test('only the owner can start an analysis of a contract', async () => {
  const admin = await insertUser(db, { role: 'admin' })
  const input = { type: 'SINGLE', contractId: foreign.id }

  expect(codesOf(await start(api, owner, input))).toEqual(['NOT_FOUND'])
  expect(codesOf(await start(api, admin, input))).toEqual(['NOT_FOUND'])
  expect(codesOf(await start(api, stranger, input))).toEqual(['CONFLICT'])
  expect(
    codesOf(await api.ask('mutation { cancelAnalysis(input: { id: "x" }) { analysis { id } } }')),
  ).toEqual(['UNAUTHENTICATED'])
})

test.each(['pending', 'running', 'cancelled'] as const)(
  'an analysis that is %s can be cancelled',
  async (status) => {
    const { id } = await insertAnalysis(db, { user_id: owner.id, status, progress: 40, current_step: 'half' })

    const { data } = await cancel(api, owner, id)

    expect(data.cancelAnalysis.analysis).toMatchObject({ id, status: 'CANCELLED', progress: 40 })
  },
)

test.each(['completed', 'failed'] as const)('an analysis that is %s can’t be cancelled', async (status) => {
  const { id } = await insertAnalysis(db, { user_id: owner.id, status })

  const answer = await cancel(api, owner, id)

  expect(codesOf(answer)).toEqual(['CONFLICT'])
  expect(answer.errors[0]?.extensions).toMatchObject({ status: status.toUpperCase() })
})

test('only the owner can cancel an analysis', async () => {
  const { id } = await insertAnalysis(db, { user_id: owner.id })
  const as = async (role: 'user' | 'worker' | 'admin') =>
    codesOf(await cancel(api, await insertUser(db, { role }), id))

  expect(await as('user')).toEqual(['NOT_FOUND'])
  expect(await as('worker')).toEqual(['NOT_FOUND'])
  expect(await as('admin')).toEqual(['NOT_FOUND'])
  expect(codesOf(await cancel(api, owner, id))).toEqual([])
  expect(codesOf(await cancel(api, owner, 'x'))).toEqual(['BAD_USER_INPUT'])
})

async function analysesOf(contractId: string): Promise<string[]> {
  const query = `{ contract(id: "${contractId}") { analyses { edges { node { id } } } } }`
  const { data } = await api.ask(query, {}, owner)
  return data.contract.analyses.edges.map(({ node }: { node: { id: string } }) => node.id)
}
