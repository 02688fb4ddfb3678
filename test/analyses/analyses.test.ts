import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const contract = await insertContract(db, {
  ...{ user_id, name: 'Dünen 100%', target_address: '0xABC1', target_chain: 'lisk' },
})

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
await insertAnalysis(db, {
  ...{ user_id, config_id: contract.id, current_step: 'configured', status: 'completed', progress: 100 },
  ...{ created_at: day(1), completed_at: day(2) },
})
const quick = await insertAnalysis(db, {
  ...{ user_id, contract_address: '0xDEF2', contract_chain: 'ethereum', current_step: 'quick' },
  ...{ analysis_type: 'quick_scan', status: 'failed', error_message: 'No endpoint.', has_errors: true },
  ...{ created_at: day(3), metadata: null },
})
await insertAnalysis(db, {
  ...{ user_id, contract_address: '0xdef2', contract_chain: 'starknet', current_step: 'index' },
  ...{ analysis_type: 'quick_index', status: 'running', progress: 40, created_at: day(5) },
})
const stranger = await insertUser(db)
const foreign = await insertContract(db, {
  user_id: stranger.id,
  name: 'Dünen',
  target_address: '0xABC1',
  target_chain: 'lisk',
})
const foreignAnalysis = await insertAnalysis(db, {
  user_id: stranger.id,
  config_id: foreign.id,
  current_step: 'foreign',
})

const query = `query ($filter: AnalysisFilter) {
  analyses(filter: $filter, orderBy: { field: CREATED_AT, direction: ASC }) {
    totalCount edges { node { currentStep } }
  }
}`
const all = ['configured', 'quick', 'index']

test.each([
  ['no filter', undefined, all],
  ['null', null, all],
  ['a part of the name of its contract', { search: 'DÜN' }, ['configured']],
  ['a name in another normal form', { search: 'du\u0308nen' }, ['configured']],
  ['a percent sign in the name', { search: '0%' }, ['configured']],
  ['an underscore that is in no name', { search: '_' }, []],
  ['a searched address in any spelling', { search: ' 0xDeF2 ' }, ['quick', 'index']],
  ['the searched address of its contract', { search: '0xabc1' }, ['configured']],
  ['a part of an address', { search: '0xabc' }, []],
  ['its id', { search: quick.id.toUpperCase() }, ['quick']],
  ['the id of another user’s analysis', { search: foreignAnalysis.id }, []],
  ['an empty search', { search: '' }, all],
  ['a search and another condition', { search: '0xdef2', types: ['QUICK_INDEX'] }, ['index']],
  ['a status', { statuses: ['RUNNING'] }, ['index']],
  ['several statuses', { statuses: ['COMPLETED', 'FAILED'] }, ['configured', 'quick']],
  ['an empty list of statuses', { statuses: [] }, []],
  ['a type', { types: ['QUICK_SCAN'] }, ['quick']],
  ['several types', { types: ['SINGLE', 'QUICK_INDEX'] }, ['configured', 'index']],
  ['its contract', { contractId: contract.id }, ['configured']],
  ['its contract, the id in upper case', { contractId: contract.id.toUpperCase() }, ['configured']],
  ['another user’s contract', { contractId: foreign.id }, []],
  ['its own address in any case', { address: '0xDeF2' }, ['quick', 'index']],
  ['its contract’s address in any case', { address: '0xabc1' }, ['configured']],
  ['its own chain', { chains: ['starknet'] }, ['index']],
  ['its own chain or its contract’s', { chains: ['lisk', 'ethereum'] }, ['configured', 'quick']],
  ['its chain by another name', { chains: ['1', 'Lisk Mainnet'] }, ['configured', 'quick']],
  ['a range of creation times', { createdAt: { from: day(3), to: day(5) } }, ['quick']],
  ['a range of completion times', { completedAt: { from: day(2) } }, ['configured']],
  ['an exclusive end of completion times', { completedAt: { to: day(2) } }, []],
  ['all conditions together', { statuses: ['RUNNING'], types: ['QUICK_SCAN'] }, []],
])('analyses can be filtered by %s, and are counted', async (_what, filter, steps) => {
  const { data } = await api.ask(query, { filter }, owner)

  const edges = steps.map((currentStep) => ({ node: { currentStep } }))
  expect(data.analyses).toEqual({ totalCount: steps.length, edges })
})

test.each([
  ['an address', { address: '0xAbC1' }],
  ['a search for an address', { search: '0xAbC1' }],
  ['a search for a name', { search: 'dünen' }],
])(
  'with %s, the lists of several users and of their contracts have only their own analyses',
  async (_what, filter) => {
    const admin = await insertUser(db, { role: 'admin' })
    const parents = `query ($filter: AnalysisFilter, $ids: [ID!]!) { nodes(ids: $ids) {
    ... on User { analyses(filter: $filter) { totalCount nodes { currentStep } } }
    ... on Contract { analyses(filter: $filter) { totalCount nodes { currentStep } } } } }`

    const ids = [user_id, stranger.id, contract.id, foreign.id, admin.id]
    const { data } = await api.ask(parents, { filter, ids }, admin)

    const steps = [['configured'], ['foreign'], ['configured'], ['foreign'], []]
    expect(data.nodes).toEqual(
      steps.map((listed) => ({
        analyses: { totalCount: listed.length, nodes: listed.map((currentStep) => ({ currentStep })) },
      })),
    )
  },
)

test.each(['', 'x', '1'])('the contractId "%s" is rejected', async (contractId) => {
  const answer = await api.ask(query, { filter: { contractId } }, owner)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe('filter.contractId')
})

test.each([
  ['filter.address', { address: 'a\0' }],
  ['filter.search', { search: 'a\0' }],
  ['filter.chains.1', { chains: ['lisk', '\ud800'] }],
])('a %s that PostgreSQL can’t store is rejected with its path', async (argument, filter) => {
  const answer = await api.ask(query, { filter }, owner)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe(argument)
})

test('all invalid conditions are reported, and a search also restricts statistics', async () => {
  const filter = { search: '\ud800', contractId: 'x', chains: ['a\0'] }
  const { errors } = await api.ask(query, { filter }, owner)
  const { data } = await api.ask('{ analysisStats(filter: { search: "dünen" }) { totalCount } }', {}, owner)

  const problems = ['filter.search', 'filter.contractId', 'filter.chains.0'].map((argument) => ({ argument }))
  expect(errors[0]?.extensions).toMatchObject({ problems })
  expect(data.analysisStats.totalCount).toBe(1)
})

test('a contract lists its own analyses, and can filter them', async () => {
  const ask = async (filter: string) => {
    const fields = `analyses(filter: ${filter}) { totalCount edges { node { currentStep contract { id } } } }`
    return (await api.ask(`{ contract(id: "${contract.id}") { ${fields} } }`, {}, owner)).data.contract
      .analyses
  }

  const node = { currentStep: 'configured', contract: { id: contract.id } }
  expect(await ask('{}')).toEqual({ totalCount: 1, edges: [{ node }] })
  expect(await ask('{ statuses: [FAILED] }')).toEqual({ totalCount: 0, edges: [] })
})

test('an analysis has its request, progress and error', async () => {
  const fields = `type status progress errorMessage hasErrors contractAddress contractChain contract { id }
    results metadata completedAt createdAt owner { id }`
  const { data } = await api.ask(
    `{ analyses(filter: { statuses: [FAILED] }) { edges { node { ${fields} } } } }`,
    {},
    owner,
  )

  expect(data.analyses.edges[0].node).toEqual({
    ...{ type: 'QUICK_SCAN', status: 'FAILED', progress: 0, errorMessage: 'No endpoint.', hasErrors: true },
    ...{
      contractAddress: '0xDEF2',
      contractChain: 'ethereum',
      contract: null,
      results: null,
      metadata: null,
    },
    ...{ completedAt: null, createdAt: '2026-01-03T00:00:00.000Z', owner: { id: user_id } },
  })
})

test('an analysis is kept when its contract is deleted', async () => {
  const gone = await insertContract(db, { user_id: stranger.id })
  const { id } = await insertAnalysis(db, { user_id: stranger.id, config_id: gone.id })
  await db.deleteFrom('contracts').where('id', '=', gone.id).execute()

  const { data } = await api.ask(`{ analysis(id: "${id}") { id contract { id } } }`, {}, stranger)

  expect(data.analysis).toEqual({ id, contract: null })
})

test('a worker can read the analyses of all users by id, but not their owners', async () => {
  const worker = await insertUser(db, { role: 'worker' })
  const { id } = await insertAnalysis(db, { user_id, config_id: contract.id })

  const { data } = await api.ask(
    `{ analysis(id: "${id}") { owner { id } contract { targetAddress } } analyses { totalCount } }`,
    {},
    worker,
  )

  expect(data).toEqual({
    analysis: { owner: null, contract: { targetAddress: '0xABC1' } },
    analyses: { totalCount: 0 },
  })
})
