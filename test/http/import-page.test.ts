import { expect, test } from 'vitest'
import { createTinyServer } from './tiny-api.ts'

const id = '6f0c1a52-6f0a-4d6e-9a53-0c8f0a1d2b3c'

test('the list and every report are the same page, without data and inline code', async () => {
  const { server } = await createTinyServer()

  const list = await server.inject({ url: '/imports' })
  const report = await server.inject({ url: `/imports/${id}` })

  expect(report.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(report.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  expect(report.body).toBe(list.body)
  expect(report.body).not.toMatch(
    /https?:|{{|<style|<script(?! type="module" src="\/imports\/files\/)| on\w+=/,
  )
})

test('the page and its scripts refer only to existing files of this server', async () => {
  const { server } = await createTinyServer()
  const seen = new Set<string>()
  const waiting = ['/imports']
  for (const url of waiting) {
    const { statusCode, body } = await server.inject({ url })
    expect([url, statusCode]).toEqual([url, 200])
    const names = body.match(/\/imports\/files\/[\w.-]+/g) ?? []
    waiting.push(...names.filter((name) => !seen.has(name) && seen.add(name)))
    // An import with its original path would not find the file under its hashed name.
    expect(body).not.toMatch(/^import .*from '\.\//m)
  }
  expect(seen.size).toBe(12)
})

test('files are cached by the browser, and no other file can be read', async () => {
  const { server } = await createTinyServer()
  const url =
    (await server.inject({ url: '/imports' })).body.match(/\/imports\/files\/page\.\w+\.js/)?.[0] ?? ''

  const file = await server.inject({ url })
  const others = ['page.js', 'answer.ts', '..%2Fserver.ts', '__proto__'].map((name) =>
    server.inject({ url: `/imports/files/${name}` }),
  )

  expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect((await Promise.all(others)).map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404])
})
