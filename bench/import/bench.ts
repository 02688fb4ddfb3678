import type { ExternalDatabase } from '../../src/config.ts'
import { type ApiServer, startApiServer } from './api-server.ts'
import type { BenchOptions } from './bench-arguments.ts'
import type { BenchServer } from './bench-database.ts'
import type { LegacyTree } from './legacy-tree.ts'

/** What all measurements use. */
export interface Bench {
  readonly options: BenchOptions
  readonly server: BenchServer
  readonly tree: LegacyTree
  /** Of the CSV files. */
  readonly csvDirectory: string
  /** Tells the person at the terminal what is going on. */
  log(line: string): void
}

/** Gives `work` an empty migrated database, which goes afterwards. */
export async function withDatabase<T>(
  { server }: Bench,
  name: string,
  work: (database: ExternalDatabase) => Promise<T>,
): Promise<T> {
  const database = await server.createDatabase(`bench_${name}`)
  try {
    return await work(database)
  } finally {
    await server.dropDatabase(`bench_${name}`)
  }
}

/** Gives `work` a server of its own on the database. */
export async function withApiServer<T>(
  { options }: Bench,
  database: ExternalDatabase,
  work: (api: ApiServer) => Promise<T>,
): Promise<T> {
  const { cacheDirectory: legacyDirectory, profileDirectory } = options
  const api = await startApiServer({ database, legacyDirectory, profileDirectory })
  try {
    return await work(api)
  } finally {
    await api.stop()
  }
}
