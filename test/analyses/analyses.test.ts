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
  ['a search and another condition', { search: '0xdef2', type: ['QUICK_INDEX'] }, ['index']],
  ['a status', { status: ['RUNNING'] }, ['index']],
  ['several statuses', { status: ['COMPLETED', 'FAILED'] }, ['configured', 'quick']],
  ['an empty list of statuses', { status: [] }, []],
  ['a type', { type: ['QUICK_SCAN'] }, ['quick']],
  ['several types', { type: ['SINGLE', 'QUICK_INDEX'] }, ['configured', 'index']],
  ['its contract', { configId: contract.id }, ['configured']],
  ['its contract, the id in upper case', { configId: contract.id.toUpperCase() }, ['configured']],
  ['another user’s contract', { configId: foreign.id }, []],
  ['its own address in any case', { address: '0xDeF2' }, ['quick', 'index']],
  ['its contract’s address in any case', { address: '0xabc1' }, ['configured']],
  ['its own chain', { chain: ['starknet'] }, ['index']],
  ['its own chain or its contract’s', { chain: ['lisk', 'ethereum'] }, ['configured', 'quick']],
  ['its chain by another name', { chain: ['1', 'Lisk Mainnet'] }, ['configured', 'quick']],
  ['a range of creation times', { createdAt: { from: day(3), to: day(5) } }, ['quick']],
  ['a range of completion times', { completedAt: { from: day(2) } }, ['configured']],
  ['an exclusive end of completion times', { completedAt: { to: day(2) } }, []],
  ['all conditions together', { status: ['RUNNING'], type: ['QUICK_SCAN'] }, []],
])('analyses can be filtered by %s, and are counted', async (_what, filter, steps) => {
  const { data } = await api.ask(query, { filter }, owner)

  const edges = steps.map((currentStep) => ({ node: { currentStep } }))
  expect(data.analyses).toEqual({ totalCount: steps.length, edges })
})

test.each(['', 'x', '1'])('the configId "%s" is rejected', async (configId) => {
  const answer = await api.ask(query, { filter: { configId } }, owner)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe('filter.configId')
})

test.each([
  ['filter.address', { address: 'a\0' }],
  ['filter.search', { search: 'a\0' }],
  ['filter.chain.1', { chain: ['lisk', '\ud800'] }],
])('a %s that PostgreSQL can’t store is rejected with its path', async (argument, filter) => {
  const answer = await api.ask(query, { filter }, owner)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe(argument)
})

test('all invalid conditions are reported, and a search also restricts statistics', async () => {
  const filter = { search: '\ud800', configId: 'x', chain: ['a\0'] }
  const { errors } = await api.ask(query, { filter }, owner)
  const { data } = await api.ask('{ analysisStats(filter: { search: "dünen" }) { total } }', {}, owner)

  const problems = ['filter.search', 'filter.configId', 'filter.chain.0'].map((argument) => ({ argument }))
  expect(errors[0]?.extensions).toMatchObject({ problems })
  expect(data.analysisStats.total).toBe(1)
})

test('a contract lists its own analyses, and can filter them', async () => {
  const ask = async (filter: string) => {
    const fields = `analyses(filter: ${filter}) { totalCount edges { node { currentStep config { id } } } }`
    return (await api.ask(`{ contract(id: "${contract.id}") { ${fields} } }`, {}, owner)).data.contract
      .analyses
  }

  const node = { currentStep: 'configured', config: { id: contract.id } }
  expect(await ask('{}')).toEqual({ totalCount: 1, edges: [{ node }] })
  expect(await ask('{ status: [FAILED] }')).toEqual({ totalCount: 0, edges: [] })
})

test('an analysis has its request, progress and error', async () => {
  const fields = `type status progress errorMessage hasErrors contractAddress contractChain config { id }
    results metadata completedAt createdAt owner { id }`
  const { data } = await api.ask(
    `{ analyses(filter: { status: [FAILED] }) { edges { node { ${fields} } } } }`,
    {},
    owner,
  )

  expect(data.analyses.edges[0].node).toEqual({
    ...{ type: 'QUICK_SCAN', status: 'FAILED', progress: 0, errorMessage: 'No endpoint.', hasErrors: true },
    ...{ contractAddress: '0xDEF2', contractChain: 'ethereum', config: null, results: null, metadata: null },
    ...{ completedAt: null, createdAt: '2026-01-03T00:00:00.000Z', owner: { id: user_id } },
  })
})

test('an analysis is kept when its contract is deleted', async () => {
  const gone = await insertContract(db, { user_id: stranger.id })
  const { id } = await insertAnalysis(db, { user_id: stranger.id, config_id: gone.id })
  await db.deleteFrom('contracts').where('id', '=', gone.id).execute()

  const { data } = await api.ask(`{ analysis(id: "${id}") { id config { id } } }`, {}, stranger)

  expect(data.analysis).toEqual({ id, config: null })
})

test('a worker can read the analyses of all users by id, but not their owners', async () => {
  const worker = await insertUser(db, { role: 'worker' })
  const { id } = await insertAnalysis(db, { user_id, config_id: contract.id })

  const { data } = await api.ask(
    `{ analysis(id: "${id}") { owner { id } config { targetAddress } } analyses { totalCount } }`,
    {},
    worker,
  )

  expect(data).toEqual({
    analysis: { owner: null, config: { targetAddress: '0xABC1' } },
    analyses: { totalCount: 0 },
  })
})
