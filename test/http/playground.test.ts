import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { readExamples } from '../../src/http/pages/playground.ts'
import { createTinyServer } from './tiny-api.ts'

const page = { url: '/graphql', headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }

test('every example is valid against the schema', async () => {
  const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'))

  for (const { query } of await readExamples()) expect(validate(schema, parse(query))).toEqual([])
})

test('a browser gets the page, even if the URL contains a query', async () => {
  const { server } = await createTinyServer()

  const plain = await server.inject(page)
  const withQuery = await server.inject({ ...page, url: '/graphql?query={slow(ms:0)}' })
  const root = await server.inject({ url: '/' })

  expect(plain.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(plain.headers['content-security-policy']).toContain("script-src 'self'")
  expect(plain.body).toContain('<title>Metagauge API</title>')
  expect(withQuery.body).toBe(plain.body)
  expect(root.headers.location).toBe('/graphql')
})

test('the page refers only to existing files of this server', async () => {
  const { server } = await createTinyServer()
  const { body } = await server.inject(page)

  const names = body.match(/\/playground\/[\w.-]+/g) ?? []
  const answers = await Promise.all(names.map((url) => server.inject({ url })))

  expect(new Set(names).size).toBe(8)
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(names.map(() => 200))
  expect(body).not.toMatch(/https?:|{{/)
})

test('files are cached by the browser, compressed, and not sent again', async () => {
  const { server } = await createTinyServer()
  const { body } = await server.inject(page)
  const url = body.match(/\/playground\/graphiql\.\w+\.css/)?.[0] ?? ''

  const plain = await server.inject({ url })
  const packed = await server.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
  const again = await server.inject({ url, headers: { 'if-none-match': `${plain.headers.etag}` } })

  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true)
  expect([again.statusCode, again.body]).toEqual([304, ''])
})

test.each(['page.js', '..%2Fpage.js', '%2e%2e%2f%2e%2e%2fconfig.ts', 'page.html', '__proto__'])(
  'no other file can be read: %s',
  async (name) => {
    const { server } = await createTinyServer()

    const response = await server.inject({ url: `/playground/${name}` })

    expect(response.statusCode).toBe(404)
  },
)
