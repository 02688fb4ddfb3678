import { expect, test } from 'vitest'
import { createTinyServer } from './tiny-api.ts'

test('/health succeeds while the database is down', async () => {
  const { server } = await createTinyServer({
    readinessChecks: { database: () => Promise.reject(new Error('down')) },
  })

  const response = await server.inject({ url: '/health' })

  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual({ status: 'ok' })
})

test('/ready succeeds if every check passes', async () => {
  const pass = async () => undefined
  const { server } = await createTinyServer({ readinessChecks: { database: pass, migrations: pass } })

  const response = await server.inject({ url: '/ready' })

  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual({ status: 'ready', checks: { database: 'ok', migrations: 'ok' } })
})

test('/ready responds with 503 and the name of a failed check, whose reason is only logged', async () => {
  const fail = () => Promise.reject(new Error('no route to db.internal'))
  const { server, log } = await createTinyServer({
    readinessChecks: { database: fail, migrations: async () => 1 },
  })

  const response = await server.inject({ url: '/ready' })

  expect(response.statusCode).toBe(503)
  expect(response.json()).toEqual({ status: 'unavailable', checks: { database: 'failed', migrations: 'ok' } })
  expect(JSON.stringify(log)).toContain('db.internal')
})

test('a check fails after two seconds without a response', async () => {
  const { server } = await createTinyServer({
    readinessChecks: { database: () => new Promise(() => undefined) },
  })
  const started = performance.now()

  const response = await server.inject({ url: '/ready' })

  expect(response.statusCode).toBe(503)
  expect(performance.now() - started).toBeGreaterThan(1_900)
})

test('concurrent requests share one check', async () => {
  let checks = 0
  const { server } = await createTinyServer({ readinessChecks: { database: async () => ++checks } })
  await server.ready()

  await Promise.all(Array.from({ length: 20 }, () => server.inject({ url: '/ready' })))

  expect(checks).toBe(1)
})
