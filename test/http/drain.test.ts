import { once } from 'node:events'
import { Agent, request as sendRequest } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { closeHttpServer } from '../../src/http/drain.ts'
import { createTinyServer, listen } from './tiny-api.ts'

test('closing waits for a request in progress, but not for idle connections', async () => {
  const { server } = await createTinyServer()
  const isUnderWay = untilRequest(server)
  const address = new URL(await listen(server))
  const agent = new Agent({ keepAlive: true })
  const headers = { 'content-type': 'application/json' }
  const request = sendRequest({ agent, port: address.port, path: '/graphql', method: 'POST', headers })
  request.end(JSON.stringify({ query: '{ slow(ms: 300) }' }))
  const answered = once(request, 'response')
  await isUnderWay

  const started = performance.now()
  await closeHttpServer(server, 25_000)

  const [response] = await answered
  expect(response.statusCode).toBe(200)
  expect(performance.now() - started).toBeLessThan(10_000)
  agent.destroy()
})

test('closing closes a connection that does not finish in time', async () => {
  const { server } = await createTinyServer()
  const isUnderWay = untilRequest(server)
  const { port } = new URL(await listen(server))
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n')
  await isUnderWay

  const started = performance.now()
  await closeHttpServer(server, 200)

  expect(performance.now() - started).toBeLessThan(10_000)
})

test('closing waits for the handler of a disconnected client', async () => {
  let isDone = false
  const { server, send } = await createServerWhoseAnswer(async () => {
    await sleep(300)
    isDone = true
  })
  const request = await send()
  request.destroy()

  await closeHttpServer(server, 25_000)

  expect(isDone).toBe(true)
})

test('closing runs other onClose hooks before it waits for handlers', async () => {
  const ended = Promise.withResolvers<void>()
  const { server, send } = await createServerWhoseAnswer(() => ended.promise)
  server.addHook('onClose', async () => ended.resolve())
  await send()

  await closeHttpServer(server, 200)
})

/** A server whose handler does this work. `send` resolves when the request is in progress. */
async function createServerWhoseAnswer(work: () => Promise<void>) {
  const isUnderWay = Promise.withResolvers<void>()
  const { server } = await createTinyServer({
    graphql: async (_request, reply) => {
      isUnderWay.resolve()
      await work()
      return reply.send({})
    },
  })
  const send = async () => {
    const { port } = new URL(await listen(server))
    const headers = { 'content-type': 'application/json' }
    const request = sendRequest({ port, path: '/graphql', method: 'POST', headers })
    request.on('error', () => undefined)
    request.end('{}')
    await isUnderWay.promise
    return request
  }
  return { server, send }
}

function untilRequest(server: FastifyInstance): Promise<void> {
  return new Promise((resolve) => server.addHook('onRequest', async () => resolve()))
}
