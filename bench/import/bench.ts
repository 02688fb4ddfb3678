import { resolve } from 'node:path'
import type { ExternalDatabase } from '../../src/config.ts'
import { OperatorError } from '../../src/errors.ts'
import { commonOptions, parseChoices, parseNumber, parseOptions } from '../arguments.ts'
import type { LegacyTree } from '../datasets/legacy/legacy-tree.ts'
import { type ApiServer, startApiServer } from './api-server.ts'
import type { BenchServer } from './database.ts'

/** The measurements, in this order. */
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
  /** Directory for CPU profiles of the servers. */
  readonly profileDirectory: string | undefined
}

const usage = `npm run bench:import -- [options]
  --scale N        1 is 1,000,000 messages and their users, contracts and analyses (default 1)
  --rounds N       alternate imports and COPY this often; medians are reported (default 1)
  --seed N         generate other records (default 1)
  --idle SECONDS   how long to request dashboards without an import (default 30)
  --only PARTS     some of ${parts.join(',')} (default all; inserts needs rounds)
  --cache DIR      directory of the legacy files, reused by the next run (default: in the temporary directory)
  --json FILE      write all figures as JSON
  --profile DIR    write CPU profiles of the servers, which makes them slower`

const options = {
  ...commonOptions,
  scale: { type: 'string', default: '1' },
  rounds: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  idle: { type: 'string', default: '30' },
  only: { type: 'string' },
  profile: { type: 'string' },
} as const

/** @throws OperatorError with the usage. */
export function parseImportBenchArguments(words: readonly string[]): ImportBenchOptions {
  const values = parseOptions(words, options, usage)
  const chosen = parseChoices(values.only, parts, usage)
  if (chosen.includes('inserts') && !chosen.includes('rounds')) throw new OperatorError(usage)
  return {
    scale: parseNumber(values.scale, 0.0001, usage),
    rounds: parseNumber(values.rounds, 1, usage),
    seed: parseNumber(values.seed, 1, usage),
    idleSeconds: parseNumber(values.idle, 1, usage),
    parts: chosen,
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
    profileDirectory: values.profile === undefined ? undefined : resolve(values.profile),
  }
}

/** The context of all measurements. */
export interface ImportBench {
  readonly options: ImportBenchOptions
  readonly server: BenchServer
  readonly tree: LegacyTree
  /** Directory of the CSV files. */
  readonly csvDirectory: string
  /** Reports progress on standard error. */
  log(line: string): void
}

/** Runs `work` on an empty migrated database and drops it afterwards. */
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

/** Runs `work` with a new server on the database. */
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
