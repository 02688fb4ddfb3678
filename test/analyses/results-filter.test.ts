import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const stranger = await insertUser(db)

const results = `{
  "category": "defi", "score": 7.0, "isProxy": true, "owner": null, "a/b": {"~": 1}, "__proto__": {"x": 1},
  "list": ["defi"], "target": {"metrics": {"risk": "low"}, "more": [{"risk": "low"}]}
}`
await insertAnalysis(db, { user_id: owner.id, results, current_step: 'full' })
await insertAnalysis(db, { user_id: owner.id, results: '{"category": "nft"}', current_step: 'other' })
await insertAnalysis(db, { user_id: owner.id, results: null, current_step: 'none' })
await insertAnalysis(db, { user_id: stranger.id, results, current_step: 'foreign' })

const declared = '($filter: AnalysisFilter)'
const given = '(filter: $filter)'
const query = `query ${declared} {
  analyses${given} { totalCount edges { node { currentStep } } }
  analysisStats${given} { totalCount }
}`
const ask = (filter: object) => api.ask(query, { filter: { results: filter } }, owner)

test.each([
  ['/category', 'defi'],
  ['/score', 7],
  ['/isProxy', true],
  ['/owner', null],
  ['/target/metrics/risk', 'low'],
  ['/a~1b/~0', 1],
  ['/__proto__/x', 1],
])('an analysis whose results have at "%s" the value %j is found and counted', async (path, equals) => {
  const { data } = await ask({ path, equals })

  expect(data.analyses).toEqual({ totalCount: 1, edges: [{ node: { currentStep: 'full' } }] })
  expect(data.analysisStats).toEqual({ totalCount: 1 })
})

test.each([
  ['/category', 'DEFI'],
  ['/category', null],
  ['/score', '7'],
  ['/isProxy', false],
  ['/nothing', null],
  ['/list', 'defi'],
  ['/list/0', 'defi'],
  ['/target/more/0/risk', 'low'],
  ['/target/more/risk', 'low'],
  ['/target', 'low'],
])('no analysis is found whose results have at "%s" the value %j', async (path, equals) => {
  expect((await ask({ path, equals })).data.analyses).toEqual({ totalCount: 0, edges: [] })
})

test('an omitted value means null', async () => {
  expect((await ask({ path: '/owner' })).data.analyses.totalCount).toBe(1)
})

test.each([
  ['filter.results.path', { path: '', equals: 1 }],
  ['filter.results.path', { path: 'category', equals: 1 }],
  ['filter.results.path', { path: '/~', equals: 1 }],
  ['filter.results.path', { path: '/a\0', equals: 1 }],
  ['filter.results.path', { path: '/x'.repeat(101), equals: 1 }],
  ['filter.results.equals', { path: '/a', equals: {} }],
  ['filter.results.equals', { path: '/a', equals: ['defi'] }],
  ['filter.results', { path: '/a', equals: 'b\0' }],
])('an invalid %s is rejected with its path', async (argument, filter) => {
  const asked = { filter: { results: filter } }
  const list = await api.ask(`query ${declared} { analyses${given} { totalCount } }`, asked, owner)
  const stats = await api.ask(`query ${declared} { analysisStats${given} { totalCount } }`, asked, owner)

  for (const answer of [list, stats]) {
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
    expect(answer.errors[0]?.extensions.argument).toBe(argument)
  }
})

test('a filter by results uses an index', async () => {
  await sql`
    insert into analyses (user_id, analysis_type, results)
    select ${owner.id}, 'single', jsonb_build_object('category', 'c' || (n % 2000), 'pad', repeat(md5(n::text), 20))
    from generate_series(1, 20000) as n`.execute(db)
  await sql`analyze analyses`.execute(db)
  const statements = await api.statementsOf(() => ask({ path: '/category', equals: 'c7' }))
  const counting =
    statements.find((statement) => /unnest.* @> /s.test(statement) && statement.includes('count(*)')) ?? ''

  const plan = await explain(counting)

  expect(plan).toContain('analyses_by_results')
  expect((await ask({ path: '/category', equals: 'c7' })).data.analysisStats).toEqual({ totalCount: 10 })
})

/** The plan of a counting statement, with values in place of its parameters. */
async function explain(statement: string): Promise<string> {
  const values = [`'{${owner.id}}'`, `'{${owner.id}}'`, `'{"category": "c7"}'`]
  const text = statement.replaceAll(/\$(\d+)/g, (_all, place) => values[Number(place) - 1] ?? 'null')
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (analyze) ${sql.raw(text)}`.execute(db)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  return plan
}
