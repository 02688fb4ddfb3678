import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

/** Resolves when that part of the server can do its work, else rejects with the reason. */
export type ReadinessCheck = () => Promise<unknown>

interface Readiness {
  readonly isReady: boolean
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>
}

const checkTimeoutMs = 2_000

/**
 * GET /health: the process is up and answers. GET /ready: every check passed within 2 s, else 503 with the
 * names of those that failed; the reasons are in the log, for they may name hosts.
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

/** Callers that come while the work is under way share it: anyone may ask, but the database is asked once. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let underWay: Promise<Result> | undefined
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined
    })
    return underWay
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
  const answered = new AbortController()
  try {
    await Promise.race([check(), timeout(answered.signal)])
    return 'ok'
  } catch (error) {
    log.warn({ err: error, check: name }, 'not ready')
    return 'failed'
  } finally {
    answered.abort()
  }
}

async function timeout(signal: AbortSignal): Promise<never> {
  await sleep(checkTimeoutMs, undefined, { signal })
  throw new Error(`no answer within ${checkTimeoutMs} ms`)
}
