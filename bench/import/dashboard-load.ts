import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ApiServer } from './api-server.ts'

/** Requests are sent at this rate whether those before are answered or not. */
const perSecond = 50

/** How long the answers took, in milliseconds, waiting for a free connection included. */
export interface Latencies {
  readonly requests: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export interface DashboardLoad {
  /** Stops sending, waits for what is under way. @throws Error when an answer was an error, or somebody's dashboard was empty. */
  stop(): Promise<Latencies>
}

const dashboardQuery = readFileSync(
  join(import.meta.dirname, '../../src/http/playground/dashboard.graphql'),
  'utf8',
)
const dashboardForm = z.object({
  me: z.object({ contracts: z.object({ totalCount: z.number().positive() }) }),
})

/** Asks for the playground's dashboard, of one user after the other. */
export function startDashboardLoad(server: ApiServer, apiKeys: readonly string[]): DashboardLoad {
  const took: number[] = []
  const failures: unknown[] = []
  const underWay = new Set<Promise<void>>()
  let sent = 0
  const timer = setInterval(() => {
    const asked = askOnce(server, apiKeys[sent++ % apiKeys.length] ?? '').then(
      (ms) => void took.push(ms),
      (error: unknown) => void failures.push(error),
    )
    underWay.add(asked)
    void asked.then(() => underWay.delete(asked))
  }, 1000 / perSecond)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
      if (failures.length > 0)
        throw new Error(`${failures.length} of ${sent} dashboards failed.`, { cause: failures[0] })
      return summarise(took)
    },
  }
}

async function askOnce(server: ApiServer, apiKey: string): Promise<number> {
  const startedAt = performance.now()
  dashboardForm.parse(await server.ask(apiKey, dashboardQuery))
  return performance.now() - startedAt
}

/** The nearest-rank percentiles. */
export function summarise(took: readonly number[]): Latencies {
  const sorted = took.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
  return { requests: sorted.length, p50: rank(0.5), p99: rank(0.99), max: rank(1) }
}
