import { describe, expect, test } from 'vitest'
import { findCount } from '../support/random-seed.ts'
import { askFor, failed, fillPool, lastFailureMs, rename, serve, untilUnlocked } from './network-failures.ts'

/** On a busy machine the server checks its connections late, and responses are late: hence the retries. */
const options = { retry: 2, timeout: 90_000 }
/** How long all packets are dropped. */
const unreachableMs = findCount('UNREACHABLE_MS', { full: 10_000, short: 3_000 })

describe.concurrent('a network failure', options, () => {
  test('that drops the packets of open connections is over for requests after five seconds', async () => {
    const served = await serve()
    await fillPool(served)
    served.proxy.dropOpenConnections()

    const outcomes = await askFor(8_000, served)

    expect(lastFailureMs(outcomes)).toBeLessThan(5_000)
    expect(Math.max(...outcomes.map(({ tookMs }) => tookMs))).toBeLessThan(5_000)
    expect(new Set(failed(outcomes).flatMap(({ codes }) => codes))).toEqual(new Set(['UNAVAILABLE']))
  })

  test('that drops all packets makes requests fail within seconds, until five seconds after its end', async () => {
    const served = await serve()
    await fillPool(served)
    served.proxy.setUnreachable(true)

    const during = await askFor(unreachableMs, served)
    served.proxy.setUnreachable(false)
    const after = await askFor(8_000, served)

    expect(new Set(during.map(({ status }) => status))).toEqual(new Set([503]))
    expect(new Set(during.flatMap(({ codes }) => codes))).toEqual(new Set(['UNAVAILABLE']))
    expect(Math.max(...during.map(({ tookMs }) => tookMs))).toBeLessThan(8_000)
    expect(lastFailureMs(after)).toBeLessThan(5_000)
  })

  test('leaves no locks: the orphaned session of a transaction in progress is terminated within five seconds', async () => {
    const { api, proxy, user } = await serve()
    const transaction = await api.served.db.startTransaction().setIsolationLevel('read committed').execute()
    await rename(transaction, user)
    proxy.dropOpenConnections()
    const started = performance.now()

    await expect(rename(transaction, user)).rejects.toThrow('Connection terminated')
    await untilUnlocked(api, user)

    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test('leaves no locks: the session of a client that has disappeared is terminated within 30 seconds', async () => {
    const { api, proxy, user } = await serve()
    const transaction = await api.served.db.startTransaction().setIsolationLevel('read committed').execute()
    await rename(transaction, user)
    proxy.dropOpenConnections()
    const started = performance.now()

    await untilUnlocked(api, user)

    expect(performance.now() - started).toBeLessThan(30_000)
  })
})
