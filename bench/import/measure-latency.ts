import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Dataset } from '../datasets/legacy/dataset.ts'
import { prepareTree } from '../datasets/legacy/legacy-tree.ts'
import { apiKeyOf, isActiveUser } from '../datasets/legacy/user-records.ts'
import { type Latencies, summarizeLatencies } from '../statistics.ts'
import type { ApiServer } from './api-server.ts'
import { type ImportBench, withApiServer, withDatabase } from './bench.ts'
import { timeImport } from './timed-import.ts'

export interface LatencyFigures {
  readonly idle: Latencies
  readonly during: Latencies
}

/** The dataset of the users whose dashboards are requested; it shares no record with the import. */
const presentSeed = 1_000_003
const presentScale = 0.01
const warmUpSeconds = 5
const pollMs = 500

/** Requests dashboards from one server, first without an import and then during an import. */
export async function measureLatency(bench: ImportBench): Promise<LatencyFigures> {
  const { options, server, tree } = bench
  const present = await prepareTree({ ...options, seed: presentSeed, scale: presentScale })
  const apiKeys = listApiKeys(present.dataset)
  return withDatabase(bench, 'latency', (database) =>
    withApiServer(bench, database, async (api) => {
      const common = { api, postmasterPid: server.postmasterPid, pollMs, verify: true }
      await timeImport({ ...common, tree: present })
      bench.log('dashboards without an import')
      await measureDuring(api, apiKeys, () => sleep(warmUpSeconds * 1000))
      const idle = await measureDuring(api, apiKeys, () => sleep(options.idleSeconds * 1000))
      bench.log('dashboards during an import')
      const during = await measureDuring(api, apiKeys, () => timeImport({ ...common, tree }))
      return { idle, during }
    }),
  )
}

function listApiKeys(dataset: Dataset): string[] {
  const indexes = Array.from({ length: dataset.counts.users }, (_, index) => index)
  return indexes.filter(isActiveUser).map((index) => apiKeyOf(dataset, index))
}

async function measureDuring(
  api: ApiServer,
  apiKeys: readonly string[],
  until: () => Promise<unknown>,
): Promise<Latencies> {
  const load = startDashboardLoad(api, apiKeys)
  try {
    await until()
  } catch (error) {
    await load.stop().catch(() => undefined)
    throw error
  }
  return load.stop()
}

/** Requests are sent at this rate, whether or not earlier ones have been answered. */
const perSecond = 50

interface DashboardLoad {
  /** Stops sending and waits for the outstanding answers. @throws Error if an answer was an error or a dashboard was empty. */
  stop(): Promise<Latencies>
}

const dashboardQuery = readFileSync(
  join(import.meta.dirname, '../../src/http/pages/playground/dashboard.graphql'),
  'utf8',
)
const dashboardForm = z.object({
  me: z.object({ contracts: z.object({ totalCount: z.number().positive() }) }),
})

/** Requests the playground's dashboard for each user in turn. */
export function startDashboardLoad(server: ApiServer, apiKeys: readonly string[]): DashboardLoad {
  const took: number[] = []
  const failures: unknown[] = []
  const outstanding = new Set<Promise<void>>()
  let sent = 0
  const timer = setInterval(() => {
    const asked = askOnce(server, apiKeys[sent++ % apiKeys.length] ?? '').then(
      (ms) => void took.push(ms),
      (error: unknown) => void failures.push(error),
    )
    outstanding.add(asked)
    void asked.then(() => outstanding.delete(asked))
  }, 1000 / perSecond)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(outstanding)
      if (failures.length > 0)
        throw new Error(`${failures.length} of ${sent} dashboards failed.`, { cause: failures[0] })
      return summarizeLatencies(took)
    },
  }
}

async function askOnce(server: ApiServer, apiKey: string): Promise<number> {
  const startedAt = performance.now()
  dashboardForm.parse(await server.ask(apiKey, dashboardQuery))
  return performance.now() - startedAt
}
