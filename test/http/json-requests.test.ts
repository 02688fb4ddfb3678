import { expect, test } from 'vitest'
import { createTinyServer } from './tiny-api.ts'

const query = '{ slow(ms: 0) }'
const json = 'application/json'
const valid = JSON.stringify({ query })

async function post(payload: Buffer | string, headers: Record<string, string> = {}) {
  const { server } = await createTinyServer()
  const response = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': json, ...headers },
    payload,
  })
  return { status: response.statusCode, body: response.json(), headers: response.headers }
}

/** A body with these bytes in a comment of its query. */
function withBytes(...bytes: number[]): Buffer {
  return Buffer.concat([
    Buffer.from('{"query": "{ slow(ms: 0) } # é \ufffd '),
    Buffer.from(bytes),
    Buffer.from('"}'),
  ])
}

test('UTF-8 characters of every length are accepted', async () => {
  const { body } = await post(withBytes(...Buffer.from('ä€\ufffd😀')))
  expect(body).toEqual({ data: { slow: 0 } })
})

test.each([
  ['an invalid byte', withBytes(0xff), /not valid UTF-8 at byte offset 36/],
  ['a truncated character', withBytes(0xe2, 0x82), /not valid UTF-8 at byte offset 36/],
  ['an overlong form', withBytes(0xc0, 0xaf), /not valid UTF-8 at byte offset 36/],
  ['half a surrogate pair', withBytes(0xed, 0xa0, 0x80), /not valid UTF-8 at byte offset 36/],
  ['a code point beyond Unicode', withBytes(0xf4, 0x90, 0x80, 0x80), /not valid UTF-8 at byte offset 36/],
  ['a byte order mark', Buffer.from(`\ufeff${valid}`), /byte order mark/],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${valid}`, 'utf16le'), /UTF-16/],
  ['UTF-16 without a mark', Buffer.from(valid, 'utf16le'), /UTF-16/],
  ['big-endian UTF-16', Buffer.from(valid, 'utf16le').swap16(), /UTF-16/],
  ['a comment', `${valid} // comment`, /not valid JSON/],
  ['a trailing comma', '{"query": "{ slow(ms: 0) }",}', /not valid JSON/],
  ['two values', `${valid}${valid}`, /not valid JSON/],
  ['NaN', '{"query": "{ slow(ms: 0) }", "variables": {"n": NaN}}', /not valid JSON/],
  ['a leading zero', '{"query": "{ slow(ms: 0) }", "variables": {"n": 01}}', /not valid JSON/],
  ['a raw control character', '{"query": "{ slow(ms:\u0001 0) }"}', /not valid JSON/],
  ['a duplicate key', '{"query": "a", "query": "{ slow(ms: 0) }"}', /contains the key "query" twice/],
  ['a duplicate key, once escaped', '{"variables": {"a": ":", "\\u0061": 1}}', /contains the key "a" twice/],
  ['a key __proto__', '{"variables": {"__proto__": 1}}', /key named "__proto__"/],
  ['an escaped key __proto__', '{"variables": {"\\u005f_proto__": 1}}', /key named "__proto__"/],
  [
    'deeply nested arrays',
    `{"variables": ${'['.repeat(300_000)}${']'.repeat(300_000)}}`,
    /more than 200 levels/,
  ],
  ['deeply nested objects', `${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}`, /more than 200 levels/],
])('a body with %s is rejected by name', async (_what, payload, message) => {
  const { status, body } = await post(payload)
  expect(status).toBe(400)
  expect(body).toEqual({
    errors: [{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }],
  })
})

test.each([
  ['the same key in two objects', '{"a": {"x": 1}, "b": {"x": 1}, "query": "{ slow(ms: 0) }"}'],
  ['texts that look like keys', '{"a": [":", "\\":", "\\\\", "x\\\\\\":"], "query": "{ slow(ms: 0) }"}'],
  ['the word __proto__ as a text', '{"variables": {"a": "__proto__"}, "query": "{ slow(ms: 0) }"}'],
])('a body with %s is accepted', async (_what, payload) => {
  expect((await post(payload)).body).toEqual({ data: { slow: 0 } })
})

test.each(['gzip', 'br', 'identity, gzip', 'x'])('the content encoding %s gives 415', async (encoding) => {
  const { status, body, headers } = await post(valid, { 'content-encoding': encoding })
  expect(status).toBe(415)
  expect(headers['accept-encoding']).toBe('identity')
  expect(body.errors[0]).toMatchObject({
    message: expect.stringContaining('Content-Encoding'),
    extensions: { code: 'BAD_USER_INPUT' },
  })
})

test.each([
  ['identity', json, 200],
  ['', `${json}; charset=utf-8`, 200],
  ['', `${json};Charset="UTF8"`, 200],
  ['', `${json}; charset=utf-16`, 415],
  ['', `${json}; charset=utf-8; charset=latin1`, 415],
  ['', `${json}; charset="iso-8859-1"`, 415],
])('the encoding %j with the content type %s gives %i', async (encoding, type, status) => {
  const answer = await post(valid, { 'content-encoding': encoding, 'content-type': type })
  expect(answer.status).toBe(status)
  if (status === 415) expect(answer.body.errors[0].message).toContain('utf-8')
})

test.each(['%ff', '%c0%af', '%ed%a0%80', '%zz', '%'])(
  'a query string with %s is not percent-encoded UTF-8',
  async (text) => {
    const { server } = await createTinyServer()
    const response = await server.inject({
      url: `/graphql?query={slow(ms:0)}&operationName=${text}`,
      headers: { 'apollo-require-preflight': '1' },
    })
    expect(response.statusCode).toBe(400)
    expect(response.json().errors[0].extensions.code).toBe('BAD_USER_INPUT')
  },
)
