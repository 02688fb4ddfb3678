import { expect, test } from 'vitest'
import { createTinyServer } from './tiny-api.ts'

test('the server is alive whatever its database does', async () => {
  const { server } = await createTinyServer({
    readinessChecks: { database: () => Promise.reject(new Error('down')) },
  })

  const response = await server.inject({ url: '/health' })

  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual({ status: 'ok' })
})

test('the server is ready when every check passes', async () => {
  const pass = async () => undefined
  const { server } = await createTinyServer({ readinessChecks: { database: pass, migrations: pass } })

  const response = await server.inject({ url: '/ready' })

  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual({ status: 'ready', checks: { database: 'ok', migrations: 'ok' } })
})

test('a failed check makes 503 and names itself; the reason stays in the log', async () => {
  const fail = () => Promise.reject(new Error('no route to db.internal'))
  const { server, log } = await createTinyServer({
    readinessChecks: { database: fail, migrations: async () => 1 },
  })

  const response = await server.inject({ url: '/ready' })

  expect(response.statusCode).toBe(503)
  expect(response.json()).toEqual({ status: 'unavailable', checks: { database: 'failed', migrations: 'ok' } })
  expect(JSON.stringify(log)).toContain('db.internal')
})

test('a check that does not answer has failed after two seconds', async () => {
  const { server } = await createTinyServer({
    readinessChecks: { database: () => new Promise(() => undefined) },
  })
  const started = performance.now()

  const response = await server.inject({ url: '/ready' })

  expect(response.statusCode).toBe(503)
  expect(performance.now() - started).toBeGreaterThan(1_900)
})

test('many who ask at once make one check', async () => {
  let checks = 0
  const { server } = await createTinyServer({ readinessChecks: { database: async () => ++checks } })
  await server.ready()

  await Promise.all(Array.from({ length: 20 }, () => server.inject({ url: '/ready' })))

  expect(checks).toBe(1)
})
