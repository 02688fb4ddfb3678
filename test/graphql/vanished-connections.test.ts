import { describe, expect, test, vi } from 'vitest'
import { askFor, failed, fillPool, rename, serve, untilUnlocked } from './network-failures.ts'

// How long each step takes is tested in vanished-connections.timing.test.ts.
describe.concurrent('a network failure', { timeout: 90_000 }, () => {
  test('that drops the packets of open connections makes requests UNAVAILABLE, until new connections replace them', async () => {
    const served = await serve()
    await fillPool(served)
    served.proxy.dropOpenConnections()

    const outcomes = await askFor(1_000, served)

    expect(new Set(failed(outcomes).flatMap(({ codes }) => codes))).toEqual(new Set(['UNAVAILABLE']))
    await vi.waitFor(async () => expect(failed(await askFor(500, served))).toEqual([]), { timeout: 30_000 })
  })

  test('that drops all packets makes requests UNAVAILABLE, until the network works again', async () => {
    const served = await serve()
    await fillPool(served)
    served.proxy.setUnreachable(true)

    const outcomes = await askFor(1_000, served)
    served.proxy.setUnreachable(false)

    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([503]))
    expect(new Set(outcomes.flatMap(({ codes }) => codes))).toEqual(new Set(['UNAVAILABLE']))
    await vi.waitFor(async () => expect(failed(await askFor(500, served))).toEqual([]), { timeout: 30_000 })
  })

  test('leaves no locks of a transaction that notices the failure', async () => {
    const { api, proxy, user } = await serve()
    const transaction = await api.served.db.startTransaction().setIsolationLevel('read committed').execute()
    await rename(transaction, user)
    proxy.dropOpenConnections()

    await expect(rename(transaction, user)).rejects.toThrow('Connection terminated')
    await untilUnlocked(api, user)
  })

  test('leaves no locks of a client that has disappeared', async () => {
    const { api, proxy, user } = await serve()
    const transaction = await api.served.db.startTransaction().setIsolationLevel('read committed').execute()
    await rename(transaction, user)
    proxy.dropOpenConnections()

    await untilUnlocked(api, user)
  })

  test('does not include a slow but running statement', async () => {
    const { api } = await serve()

    await expect(api.served.pool.query("select pg_sleep(6), 'done' as state")).resolves.toMatchObject({
      rows: [{ state: 'done' }],
    })
  })
})
