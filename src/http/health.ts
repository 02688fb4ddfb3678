import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

/** Resolves if this part of the server works, and otherwise rejects with the reason. */
export type ReadinessCheck = () => Promise<unknown>

interface Readiness {
  readonly isReady: boolean
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>
}

const checkTimeoutMs = 2_000

/**
 * GET /health: 200 while the process responds. GET /ready: 200 if every check passes within 2 s, otherwise 503 with
 * the names of failed checks. Their reasons are only logged, because they may contain host names.
 */
export function addHealth(server: FastifyInstance, checks: Readonly<Record<string, ReadinessCheck>>): void {
  server.get('/health', async () => ({ status: 'ok' }))
  const findReadiness = once(() => runChecks(checks, server.log))
  server.get('/ready', async (_request, reply) => {
    const { isReady, checks } = await findReadiness()
    reply.code(isReady ? 200 : 503)
    return { status: isReady ? 'ready' : 'unavailable', checks }
  })
}

/** Shares running work among concurrent calls: anyone may call /ready, but each check runs only once at a time. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined
  return () => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }
}

async function runChecks(
  checks: Readonly<Record<string, ReadinessCheck>>,
  log: FastifyBaseLogger,
): Promise<Readiness> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await outcomeOf(name, check, log)] as const),
  )
  return { isReady: outcomes.every(([, outcome]) => outcome === 'ok'), checks: Object.fromEntries(outcomes) }
}

async function outcomeOf(
  name: string,
  check: ReadinessCheck,
  log: FastifyBaseLogger,
): Promise<'ok' | 'failed'> {
  const finished = new AbortController()
  try {
    await Promise.race([check(), timeout(finished.signal)])
    return 'ok'
  } catch (error) {
    log.warn({ err: error, check: name }, 'not ready')
    return 'failed'
  } finally {
    finished.abort()
  }
}

async function timeout(signal: AbortSignal): Promise<never> {
  await sleep(checkTimeoutMs, undefined, { signal })
  throw new Error(`no response within ${checkTimeoutMs} ms`)
}
