import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { maxBodyBytes } from '../../src/http/server.ts'
import { createTinyServer } from './tiny-api.ts'

const json = { 'content-type': 'application/json' }

test('the response has the media type that the client accepts', async () => {
  const { server } = await createTinyServer()
  const ask = (accept: string) =>
    server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { accept },
      payload: { query: '{ slow(ms: 0) }' },
    })

  const modern = await ask('application/graphql-response+json')
  const older = await ask('application/json')

  expect(modern.headers['content-type']).toContain('application/graphql-response+json')
  expect(older.headers['content-type']).toContain('application/json')
  expect(modern.json()).toEqual({ data: { slow: 0 } })
})

test('a GET query needs a header that forms of other sites can’t send', async () => {
  const { server } = await createTinyServer()
  const url = '/graphql?query={slow(ms:0)}'

  const rejected = await server.inject({ url })
  const answered = await server.inject({ url, headers: { 'apollo-require-preflight': '1' } })

  expect(rejected.statusCode).toBe(400)
  expect(rejected.body).toContain('CSRF')
  expect(answered.json()).toEqual({ data: { slow: 0 } })
})

test.each([
  ['broken JSON', 400, '{"query":', json, 'BAD_USER_INPUT', 'not valid JSON'],
  ['an empty body', 400, '', json, 'BAD_USER_INPUT', 'is empty'],
  ['no body', 400, undefined, {}, 'BAD_USER_INPUT', 'no body'],
  [
    'another media type',
    415,
    'query=x',
    { 'content-type': 'text/plain' },
    'BAD_USER_INPUT',
    'application/json',
  ],
  ['too large a body', 413, 'x'.repeat(maxBodyBytes + 1), json, 'BAD_USER_INPUT', `${maxBodyBytes} bytes`],
])(
  '%s gets %i with a message in the format of GraphQL',
  async (_name, status, payload, headers, code, reason) => {
    const { server } = await createTinyServer()

    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers,
      ...(payload === undefined ? {} : { payload }),
    })

    expect(response.statusCode).toBe(status)
    expect(response.json()).toEqual({
      errors: [{ message: expect.stringContaining(reason), extensions: { code } }],
    })
  },
)

test('errors for unknown paths, unknown methods and invalid URLs have the same format', async () => {
  const { server } = await createTinyServer()

  const path = await server.inject({ url: '/admin?token=secret' })
  const method = await server.inject({ method: 'DELETE', url: '/graphql' })
  const url = await server.inject({ url: '/%zz' })

  expect([path.statusCode, method.statusCode, url.statusCode]).toEqual([404, 405, 400])
  expect(method.headers.allow).toBe('GET, POST')
  expect(path.json().errors[0].extensions.code).toBe('NOT_FOUND')
  expect(url.json().errors[0].message).toContain('/%zz')
  expect(path.body).not.toContain('secret')
})

test.each(['[', 'a b', '%zz'])(
  'the Host header "%s" is an error of the client and logs no failure',
  async (host) => {
    const { server, log } = await createTinyServer()

    const response = await server.inject({ method: 'POST', url: '/graphql', headers: { host }, payload: {} })

    expect(response.statusCode).toBe(400)
    expect(response.json().errors[0].message).toContain('Host')
    expect(log).not.toContainEqual(expect.objectContaining({ msg: 'request failed' }))
  },
)

test('an unexpected failure is masked, and logged with the id that the client gets', async () => {
  const fail = () => {
    throw new Error('password of the database is hunter2')
  }
  const { server, log } = await createTinyServer({ graphql: fail })

  const response = await server.inject({ method: 'POST', url: '/graphql', payload: {} })

  const { errorId } = response.json().errors[0].extensions
  expect(response.statusCode).toBe(500)
  expect(response.body).not.toContain('hunter2')
  expect(errorId).toBe(response.headers['x-request-id'])
  expect(log).toContainEqual(expect.objectContaining({ errorId, msg: 'request failed' }))
})

test('a request keeps the id set by a proxy, unless it could forge a log line', async () => {
  const { server } = await createTinyServer()
  const idFor = async (id: string) =>
    (await server.inject({ url: '/health', headers: { 'x-request-id': id } })).headers['x-request-id']

  expect(await idFor('edge-42.a_b')).toBe('edge-42.a_b')
  expect(await idFor('a b"c')).toMatch(/^[0-9a-f-]{36}$/)
})

test('no key, token, cookie, query or body is logged', async () => {
  const { server, log } = await createTinyServer()
  const headers = { authorization: 'Bearer hidden-1', 'x-api-key': 'hidden-2', cookie: 'a=hidden-3' }

  await server.inject({
    method: 'POST',
    url: '/graphql?x=hidden-4',
    headers,
    payload: { query: '{ hidden5 }' },
  })
  await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { ...headers, ...json },
    payload: '{ hidden-6',
  })

  expect(log.filter(({ msg }) => msg === 'request')).toHaveLength(2)
  expect(JSON.stringify(log)).not.toContain('hidden')
})

test('every response has the security headers', async () => {
  const { server } = await createTinyServer()

  const { headers } = await server.inject({ url: '/nothing' })

  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
})

test('only pages of allowed origins get CORS headers', async () => {
  const closed = await createTinyServer()
  const open = await createTinyServer({ corsOrigins: ['https://app.example.com'] })
  const preflight = { method: 'OPTIONS', url: '/graphql' } as const
  const allowedTo = async ({ server }: typeof open, origin: string) =>
    (await server.inject({ ...preflight, headers: { origin } })).headers['access-control-allow-origin']

  expect(await allowedTo(closed, 'https://app.example.com')).toBeUndefined()
  expect(await allowedTo(open, 'https://evil.example.com')).toBeUndefined()
  expect(await allowedTo(open, 'https://app.example.com')).toBe('https://app.example.com')
})

test('CORS_ORIGINS accepts only origins in the form that browsers send', () => {
  const origins = (text: string) => readConfig({ CORS_ORIGINS: text }).corsOrigins

  expect(origins('https://app.example.com, http://localhost:3000')).toHaveLength(2)
  for (const text of ['https://app.example.com/', '*', 'null'])
    expect(() => origins(text)).toThrow('CORS_ORIGINS')
})
