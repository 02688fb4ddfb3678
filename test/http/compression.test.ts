import { once } from 'node:events'
import { type IncomingHttpHeaders, request as sendRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { minCompressedBytes } from '../../src/http/server.ts'
import { startApi } from '../support/api.ts'
import { createTinyServer, listen } from './tiny-api.ts'

interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The server responds to POST /graphql with a text of this many bytes. */
async function startServer(bytes: number): Promise<string> {
  const { server } = await createTinyServer({
    graphql: async (_request, reply) => {
      reply.type('application/graphql-response+json; charset=utf-8')
      return Buffer.from(JSON.stringify({ data: 'x'.repeat(bytes - '{"data":""}'.length) }))
    },
  })
  return listen(server)
}

async function send(
  url: string,
  headers: Record<string, string>,
  { method = 'POST', query = '{ __typename }' } = {},
): Promise<Received> {
  const request = sendRequest(`${url}/graphql`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
  })
  request.end(method === 'POST' ? JSON.stringify({ query }) : undefined)
  const [response] = await once(request, 'response')
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
}

const gzip = { 'accept-encoding': 'gzip, deflate, br, zstd' }

test.each([minCompressedBytes, 60_000, 500_000])(
  'a response of %i bytes is compressed with gzip',
  async (bytes) => {
    const url = await startServer(bytes)

    const plain = await send(url, {})
    const compressed = await send(url, gzip)

    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body.length).toBe(bytes)
    expect(compressed.headers['content-encoding']).toBe('gzip')
    expect(compressed.headers.vary).toContain('accept-encoding')
    expect(compressed.body.length).toBeLessThan(bytes / 10)
    expect(gunzipSync(compressed.body).equals(plain.body)).toBe(true)
  },
)

test('the introspection of the API is compressed, by Apollo Server’s execution and by plans', async () => {
  const { url } = await startApi()
  const query = getIntrospectionQuery()
  const plain = await send(url, {}, { query })

  for (const _time of [1, 2, 3]) {
    const { status, headers, body } = await send(url, gzip, { query })

    expect([status, headers['content-encoding']]).toEqual([200, 'gzip'])
    expect(body.length).toBeLessThan(plain.body.length / 6)
    expect(gunzipSync(body).equals(plain.body)).toBe(true)
  }
})

test('a smaller response is not compressed', async () => {
  const url = await startServer(minCompressedBytes - 1)

  const { headers, body } = await send(url, gzip)

  expect(headers['content-encoding']).toBeUndefined()
  expect(body.length).toBe(minCompressedBytes - 1)
})

test.each(['identity', 'br', 'gzip;q=0', ''])(
  'a client with Accept-Encoding "%s" gets no gzip',
  async (encoding) => {
    const url = await startServer(100_000)

    const { headers, body } = await send(url, { 'accept-encoding': encoding })

    expect(headers['content-encoding']).toBeUndefined()
    expect(body.length).toBe(100_000)
  },
)

test('the response to HEAD has the same status and no body', async () => {
  const url = await startServer(100_000)

  const { status, body } = await send(url, gzip, { method: 'HEAD' })

  expect([status, body.length]).toEqual([200, 0])
})

test('compressed requests are still rejected', async () => {
  const url = await startServer(100)

  const { status, headers } = await send(url, { 'content-encoding': 'gzip' })

  expect([status, headers['accept-encoding']]).toEqual([415, 'identity'])
})

test('metrics are not compressed', async () => {
  const { server } = await createTinyServer()

  const { headers } = await server.inject({ url: '/metrics', headers: gzip })

  expect(headers['content-encoding']).toBeUndefined()
})
