import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const insert = (values: object) => insertAnalysis(api.db, { user_id: owner.id, ...values })

const results = `{
  "text": "a", "number": 1.5, "yes": true, "no": false, "nothing": null, "object": {"a": {"b": 1}},
  "list": [10, [20, 21], {"c": 30}], "": "no name", "a/b": 1, "m~n": 2, "x~1y": 3, "-1": "minus", "01": "zero one", " 1": "space",
  "é": "accent", "{}": "braces", "a,b": "comma", "\\"": "quote", "__proto__": "proto", "emptyList": [], "emptyText": ""
}`
const analysis = await insert({ results })

const askResults = (path: string | undefined, id = analysis.id) =>
  api.ask(
    `query ($id: ID!, $path: String) { analysis(id: $id) { results(path: $path) } }`,
    { id, path },
    owner,
  )

test.each([
  ['/text', 'a'],
  ['/number', 1.5],
  ['/yes', true],
  ['/no', false],
  ['/nothing', null],
  ['/object', { a: { b: 1 } }],
  ['/object/a/b', 1],
  ['/list', [10, [20, 21], { c: 30 }]],
  ['/list/0', 10],
  ['/list/1/1', 21],
  ['/list/2/c', 30],
  ['/emptyList', []],
  ['/emptyText', ''],
  ['/', 'no name'],
  ['/a~1b', 1],
  ['/m~0n', 2],
  ['/x~01y', 3],
  ['/-1', 'minus'],
  ['/01', 'zero one'],
  ['/ 1', 'space'],
  ['/é', 'accent'],
  ['/{}', 'braces'],
  ['/a,b', 'comma'],
  ['/"', 'quote'],
  ['/__proto__', 'proto'],
])('results at "%s" return that part', async (path, expected) => {
  expect((await askResults(path)).data).toEqual({ analysis: { results: expected } })
})

test.each(['/unknown', '/text/0', '/list/3', '/list/c', '/object/0', '/list/0/0', '//', '/a/b', '/list/'])(
  'results at "%s" are null, because there is no such part',
  async (path) => {
    expect(await askResults(path)).toMatchObject({ data: { analysis: { results: null } }, errors: [] })
  },
)

test.each(['/list/-1', '/list/-', '/list/01', '/list/+1', '/list/ 1', '/list/1/-1', '/list/1e0'])(
  'results at "%s" are null, because JSON pointers have no signs or leading zeros',
  async (path) => {
    expect(await askResults(path)).toMatchObject({ data: { analysis: { results: null } }, errors: [] })
  },
)

test.each(['text', 'a/b', '#/text', '/a~2b', '/~', '/a\0b', '/\ud800', '/x'.repeat(101)])(
  'the path %j is rejected',
  async (path) => {
    const answer = await askResults(path)
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
    expect(answer.errors[0]?.extensions.argument).toBe('path')
  },
)

test('without a path, or with an empty one, all results are returned', async () => {
  const whole = await askResults(undefined)

  expect(whole.data.analysis.results).toEqual(JSON.parse(results))
  expect((await askResults('')).text).toBe(whole.text)
})

test.each(['null', 'false', '0', '""', '[]', '{}', '"text"', '[[1]]'])(
  'results that are %s are returned unchanged',
  async (whole) => {
    const { id } = await insert({ results: whole })
    expect((await askResults('', id)).data.analysis.results).toEqual(JSON.parse(whole))
  },
)

test('several parts of several analyses take one statement', async () => {
  await insert({ results: '{"list": [1]}' })
  const fields = 'a: results(path: "/list/0") b: results(path: "/list") c: results'
  const ask = () => api.ask(`{ analyses { edges { node { ${fields} } } } }`, {}, owner)

  const statements = await api.statementsOf(ask)

  expect(statements.filter((statement) => statement.includes('#>'))).toHaveLength(1)
  expect((await ask()).data.analyses.edges[0].node).toEqual({ a: 1, b: [1], c: { list: [1] } })
})

test('lists of analyses do not read the results', async () => {
  const ask = () => api.ask('{ analyses { totalCount edges { node { id status } } } }', {}, owner)

  expect((await api.statementsOf(ask)).join()).not.toMatch(/results|logs/)
})
