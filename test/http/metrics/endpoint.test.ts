import { expect, test } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { createTinyServer } from '../tiny-api.ts'

test('metrics include the process, requests by route and the connection pool', async () => {
  const { server } = await createTinyServer()
  await server.inject({ url: '/health?user=ada@example.com' })
  await server.inject({ url: '/users/ada@example.com' })

  const { body, headers } = await server.inject({ url: '/metrics' })

  expect(headers['content-type']).toContain('text/plain; version=0.0.4')
  expect(body).toContain('process_resident_memory_bytes ')
  expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/health",status="200"} 1')
  expect(body).toContain('http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1')
  expect(body).toContain('database_connections{pool="requests",state="busy"} 2')
  expect(body).toContain('database_connections_waited_for{pool="requests"} 2')
  expect(body).not.toContain('ada')
})

test.each([
  ['another machine', { remoteAddress: '192.0.2.7' }],
  ['a reverse proxy on this machine', { headers: { 'x-forwarded-for': '192.0.2.7' } }],
  ['a page whose host name resolves to this machine', { headers: { host: 'evil.example.com' } }],
])('metrics requested by %s need the key of an administrator', async (_name, from) => {
  const { server } = await createTinyServer()
  const headers = 'headers' in from ? from.headers : {}

  const rejected = await server.inject({ url: '/metrics', ...from })
  const answered = await server.inject({
    url: '/metrics',
    ...from,
    headers: { ...headers, 'x-api-key': 'admin-key' },
  })

  expect(rejected.statusCode).toBe(403)
  expect(rejected.json().errors[0].extensions.code).toBe('FORBIDDEN')
  expect(answered.statusCode).toBe(200)
})

test.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000'])(
  'metrics need no key on this machine with the host %s',
  async (host) => {
    const { server } = await createTinyServer({
      isAdmin: () => Promise.reject(new Error('the database is down')),
    })

    const response = await server.inject({ url: '/metrics', headers: { host } })

    expect(response.statusCode).toBe(200)
  },
)

test('an unknown key is UNAUTHENTICATED', async () => {
  const isAdmin = () => Promise.reject(new AppError('UNAUTHENTICATED', 'The API key is wrong.'))
  const { server } = await createTinyServer({ isAdmin })

  const response = await server.inject({ url: '/metrics', remoteAddress: '192.0.2.7' })

  expect(response.statusCode).toBe(401)
  expect(response.json().errors[0].extensions.code).toBe('UNAUTHENTICATED')
})
