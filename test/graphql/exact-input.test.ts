import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'
import { boundary, fields, toBody } from '../support/multipart.ts'

const api = await startApi()
const user = await insertUser(api.db)
const admin = await insertUser(api.db, { role: 'admin' })

/** Sends a body that is not created by JSON.stringify, which would round its numbers. */
async function post(query: string, variables: string, apiKey = user.apiKey) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: `{"query": ${JSON.stringify(query)}, "variables": ${variables}}`,
  })
  return response.text()
}

async function get(query: string, variables: string) {
  const parameters = new URLSearchParams({ query, variables })
  const headers = { 'x-api-key': user.apiKey, 'apollo-require-preflight': '1' }
  const response = await fetch(`${api.url}/graphql?${parameters}`, { headers })
  return response.text()
}

async function sendMultipart(query: string, variables: string) {
  const [operations, map] = fields({}, {})
  const content = `{"query": ${JSON.stringify(query)}, "variables": ${variables}}`
  const parts = [operations, map].filter((part) => part !== undefined)
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'x-api-key': admin.apiKey,
    },
    body: toBody(parts.map((part) => (part.name === 'operations' ? { ...part, content } : part))),
  })
  return response.text()
}

const numbers = [
  '9007199254740993',
  '-9007199254740993',
  '0.1234567890123456789',
  '123456789012345678901234567890.5',
  '1.50',
]
const list = `[${numbers.join()}]`
const kept = list.replace('1.50', '1.5')
const save = (value: string, variable = '') =>
  `mutation ${variable} { updatePreferences(input: { customSettings: { n: ${value} } }) { preferences { customSettings } } }`

test('numbers in JSON variables keep all digits', async () => {
  const query =
    'mutation ($s: JSON) { updatePreferences(input: { customSettings: $s }) { preferences { customSettings } } }'
  expect(await post(query, `{"s": {"n": ${list}}}`)).toContain(kept)
  expect(await sendMultipart(query, `{"s": {"n": ${list}}}`)).toContain(kept)
})

test('numbers in JSON literals, and in variables within them, keep all digits', async () => {
  expect(await post(save(list), '{}')).toContain(kept)
  expect(await post(save('{ a: $n }', '($n: JSON)'), `{"n": ${numbers[0]}}`)).toContain(`"a":${numbers[0]}`)
  expect(await post(save('[$n, 2]', '($n: BigInt)'), `{"n": ${numbers[0]}}`)).toContain(`[${numbers[0]},2]`)
  expect(await post(save('[$t]', '($t: DateTime)'), '{"t": "2026-01-02T03:04:05Z"}')).toContain(
    '["2026-01-02T03:04:05.000Z"]',
  )
  expect(await post(save('[{ a: $x, b: 1 }, $x]', '($x: Int)'), '{}')).toContain('[{"b":1},null]')
})

test('the results filter finds the exact number and not the nearest double', async () => {
  const near = { user_id: user.id }
  const { id: wrong } = await insertAnalysis(api.db, { ...near, results: '{"n": 9007199254740992}' })
  const { id: right } = await insertAnalysis(api.db, { ...near, results: '{"n": 9007199254740993}' })
  const filter = (value: string) => `analyses(filter: { results: { path: "/n", equals: ${value} } })`
  const fieldsOf = '{ edges { node { id } } }'
  const literal = await post(`{ ${filter('9007199254740993')} ${fieldsOf} }`, '{}')
  const variable = `query ($n: JSON) { ${filter('$n')} ${fieldsOf} }`
  const answers = [
    literal,
    await post(variable, '{"n": 9007199254740993}'),
    await post(variable, '{"n": 9007199254740993.0}'),
    await get(variable, '{"n": 9007199254740993}'),
  ]
  for (const answer of answers) {
    expect(answer).toContain(right)
    expect(answer).not.toContain(wrong)
  }
})

const setBlock = (value: string, variable = '') =>
  `mutation ${variable} { updateOnboarding(input: { deploymentBlock: ${value} }) { onboarding { deploymentBlock } } }`

test.each(['9007199254740993', '9223372036854775807', '1e3', '12.0', '"9007199254740993"'])(
  'the BigInt %s is exact in a variable and in a literal',
  async (text) => {
    const number = String(BigInt(text === '1e3' ? 1000 : text.replaceAll(/"|\.0$/g, '')))
    expect(await post(setBlock('$n', '($n: BigInt)'), `{"n": ${text}}`)).toContain(
      `"deploymentBlock":${number}`,
    )
    expect(await post(setBlock(text), '{}')).toContain(`"deploymentBlock":${number}`)
  },
)

test.each(['1.5', '9007199254740993.5', '"1.0"', '1e100', '1e999999999', 'true', '[5]', '{}', '"0x1"'])(
  'the BigInt %s is rejected',
  async (text) => {
    expect(await post(setBlock('$n', '($n: BigInt)'), `{"n": ${text}}`)).toContain('"BAD_USER_INPUT"')
  },
)

test.each([
  ['query ($n: Int) { contracts(first: $n) { totalCount } }', '1.0', /"totalCount":0/],
  [
    'query ($n: Int) { contracts(first: $n) { totalCount } }',
    '1.00000000000000000001',
    /Int cannot represent non-integer value: 1.00000000000000000001"/,
  ],
  [
    'query ($n: Int) { contracts(first: $n) { totalCount } }',
    '9007199254740993',
    /got invalid value 9007199254740993;/,
  ],
  ['query ($n: Int) { contracts(first: $n) { totalCount } }', '1e400', /got invalid value 1e400;/],
  [
    'query ($n: ID!) { contract(id: $n) { id } }',
    '9007199254740993',
    /ID cannot represent value: 9007199254740993/,
  ],
  [
    'query ($n: DateTime) { contracts(filter: { createdAt: { from: $n } }) { totalCount } }',
    '9007199254740993',
    /BAD_USER_INPUT/,
  ],
  [
    'query ($n: [String!]) { contracts(filter: { chains: $n }) { totalCount } }',
    '[1e400]',
    /String cannot represent a non string value: 1e400/,
  ],
])('%s with %s as variable', async (query, value, expected) => {
  expect(await post(query, `{"n": ${value}}`)).toMatch(expected)
})

test.each([
  ['an unquoted word', save('{ a: DEFI }'), /JSON has no value DEFI. Write it as a string: \\"DEFI\\"/],
  ['a duplicate key', save('{ a: 1, a: 2 }'), /"a/],
  ['a key __proto__', save('{ __proto__: { a: 1 } }'), /JSON must not contain a key \\"__proto__\\"/],
  [
    'a variable $__proto__',
    save('$__proto__', '($__proto__: JSON = { a: 1 })'),
    /A variable must not be named/,
  ],
])('%s in a JSON literal is rejected by name', async (_what, query, message) => {
  const answer = await post(query, '{}')
  expect(answer).toMatch(message)
  expect(answer).not.toContain('"data"')
})

test('values inherited from a variable named __proto__ do not bypass coercion', async () => {
  const query =
    'query ($__proto__: JSON = { t: "x" }, $t: DateTime) { contracts(filter: { createdAt: { from: $t } }) { totalCount } }'
  expect(await post(query, '{}')).toContain('A variable must not be named')
  expect(await get(query, '{"__proto__": {"t": "x"}}')).toContain('A variable must not be named')
})

test.each(['{"n": 1, "n": 2}', '[]', '"x"', '{', '{"__proto__": 1}', 'null'])(
  'the variables %s in a URL are rejected',
  async (variables) => {
    const answer = await get('query ($n: Int) { contracts(first: $n) { totalCount } }', variables)
    expect(answer).toMatch(/BAD_REQUEST|BAD_USER_INPUT/)
  },
)

test.each([String.raw`\u0000`, String.raw`\ud800`, String.raw`\udc00\ud800`])(
  'the text %s in a JSON value or a string is BAD_USER_INPUT and names the argument',
  async (text) => {
    const query =
      'mutation ($s: JSON!) { updatePreferences(input: { customSettings: $s }) { preferences { defaultChain } } }'
    for (const value of [`{"a": "${text}"}`, `{"${text}": 1}`]) {
      const { errors } = JSON.parse(await post(query, `{"s": ${value}}`))
      expect(errors[0].extensions).toEqual(invalidArgument('input.customSettings'))
    }
    const filter = 'query ($t: String!) { contracts(filter: { search: $t }) { totalCount } }'
    const { errors } = JSON.parse(await post(filter, `{"t": "${text}"}`))
    expect(errors[0].extensions).toEqual(invalidArgument('filter.search'))
  },
)

test('no response has an internal error code', async () => {
  expect(codesOf(await api.ask('{ me { id } }', {}, user))).toEqual([])
  expect(api.log()).not.toContain('a request failed')
})
