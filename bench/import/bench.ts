import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ExternalDatabase } from '../../src/config.ts'
import { OperatorError } from '../../src/errors.ts'
import type { LegacyTree } from '../datasets/legacy/legacy-tree.ts'
import { type ApiServer, startApiServer } from './api-server.ts'
import type { BenchServer } from './database.ts'

/** What to measure, in the order in which it is done. */
const parts = ['memory', 'rounds', 'inserts', 'upload', 'latency'] as const
export type Part = (typeof parts)[number]

export interface ImportBenchOptions {
  readonly scale: number
  readonly rounds: number
  readonly seed: number
  readonly idleSeconds: number
  readonly parts: readonly Part[]
  readonly cacheDirectory: string
  /** File for all figures as JSON. */
  readonly jsonFile: string | undefined
  /** Where the servers leave profiles of their processor time. */
  readonly profileDirectory: string | undefined
}

const usage = `npm run bench:import -- [options]
  --scale N        1 is 1,000,000 messages and all that belongs to them (default 1)
  --rounds N       import and COPY by turns, the median counts (default 1)
  --seed N         other records (default 1)
  --idle SECONDS   how long dashboards are asked for without an import (default 30)
  --only PARTS     of ${parts.join(',')} (default all; inserts needs rounds)
  --cache DIR      where the legacy files stay for the next run (default: in the temporary directory)
  --json FILE      all figures as JSON
  --profile DIR    CPU profiles of the servers, which makes them slower`

/** @throws OperatorError with the usage. */
export function parseImportBenchArguments(words: readonly string[]): ImportBenchOptions {
  const values = parseOptions(words)
  const chosen = (values.only ?? parts.join(',')).split(',')
  const known = parts.filter((part) => chosen.includes(part))
  if (known.length !== chosen.length) throw new OperatorError(usage)
  if (known.includes('inserts') && !known.includes('rounds')) throw new OperatorError(usage)
  return {
    scale: requireNumber(values.scale, 0.0001),
    rounds: requireNumber(values.rounds, 1),
    seed: requireNumber(values.seed, 1),
    idleSeconds: requireNumber(values.idle, 1),
    parts: known,
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
    profileDirectory: values.profile === undefined ? undefined : resolve(values.profile),
  }
}

function parseOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        scale: { type: 'string', default: '1' },
        rounds: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        idle: { type: 'string', default: '30' },
        only: { type: 'string' },
        cache: { type: 'string', default: join(tmpdir(), 'metagauge-bench') },
        json: { type: 'string' },
        profile: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new OperatorError(usage, { cause: error })
  }
}

function requireNumber(text: string, least: number): number {
  const number = Number(text)
  if (!(number >= least)) throw new OperatorError(usage)
  return number
}

/** What all measurements use. */
export interface ImportBench {
  readonly options: ImportBenchOptions
  readonly server: BenchServer
  readonly tree: LegacyTree
  /** Of the CSV files. */
  readonly csvDirectory: string
  /** Tells the person at the terminal what is going on. */
  log(line: string): void
}

/** Gives `work` an empty migrated database, which goes afterwards. */
export async function withDatabase<T>(
  { server }: ImportBench,
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
  { options }: ImportBench,
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
