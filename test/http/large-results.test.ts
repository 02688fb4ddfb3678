import { request } from 'node:http'
import { expect, test, vi } from 'vitest'
import { maxBodyBytes } from '../../src/http/server.ts'
import { createTinyServer, listen } from './tiny-api.ts'

const headers = { 'content-type': 'application/json' }

test('clients that disconnect while they are authenticated do not use up the places of large results', async () => {
  const checked = Promise.withResolvers<boolean>()
  const isWorker = vi.fn(() => checked.promise)
  const { server } = await createTinyServer({ largeResults: { maxBytes: 2 * maxBodyBytes, isWorker } })
  const url = await listen(server)
  for (let place = 1; place <= 8; place += 1) {
    const sent = request(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-length': maxBodyBytes + 1 },
    })
    sent.on('error', () => undefined)
    sent.flushHeaders()
    await vi.waitFor(() => expect(isWorker).toHaveBeenCalledTimes(place))
    sent.destroy()
  }
  await untilDisconnected(server.server)
  checked.resolve(true)

  const query = `mutation { completeAnalysis } ${' '.repeat(maxBodyBytes)}`
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })

  // The document is invalid for this API, but the body is read: with all places used up, the status would be 503.
  expect(response.status).toBe(200)
})

/** Resolves when the server has noticed that all clients have disconnected. */
async function untilDisconnected(server: {
  getConnections(count: (error: Error | null, connections: number) => void): unknown
}): Promise<void> {
  await vi.waitFor(async () => {
    const connections = await new Promise((resolve) => {
      server.getConnections((_error, count) => resolve(count))
    })
    expect(connections).toBe(0)
  })
}
