import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiServer } from './api-server.ts'
import { type Bench, withApiServer, withDatabase } from './bench.ts'
import { type Latencies, startDashboardLoad } from './dashboard-load.ts'
import { prepareTree } from './legacy-tree.ts'
import { timeImport } from './timed-import.ts'
import { apiKeyOf, isActiveUser } from './tree/user-records.ts'
import type { World } from './tree/world.ts'

export interface LatencyFigures {
  readonly idle: Latencies
  readonly during: Latencies
}

/** Other people than those of the import, whose dashboards are asked for. */
const presentSeed = 1_000_003
const presentScale = 0.01
const warmUpSeconds = 5
const pollMs = 500

/** Asks one server for dashboards, first without an import and then from an import's start to its end. */
export async function measureLatency(bench: Bench): Promise<LatencyFigures> {
  const { options, server, tree } = bench
  const present = await prepareTree({ ...options, seed: presentSeed, scale: presentScale })
  const apiKeys = listApiKeys(present.world)
  return withDatabase(bench, 'latency', (database) =>
    withApiServer(bench, database, async (api) => {
      const common = { api, postmasterPid: server.postmasterPid, pollMs, verify: true }
      await timeImport({ ...common, tree: present })
      bench.log('dashboards without an import')
      await askFor(api, apiKeys, () => sleep(warmUpSeconds * 1000))
      const idle = await askFor(api, apiKeys, () => sleep(options.idleSeconds * 1000))
      bench.log('dashboards during an import')
      const during = await askFor(api, apiKeys, () => timeImport({ ...common, tree }))
      return { idle, during }
    }),
  )
}

function listApiKeys(world: World): string[] {
  const indexes = Array.from({ length: world.counts.users }, (_, index) => index)
  return indexes.filter(isActiveUser).map((index) => apiKeyOf(world, index))
}

async function askFor(
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
