import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExternalDatabase } from '../../src/config.ts'
import { withClient } from '../../src/database/session/client.ts'
import type { QueriedUser } from '../datasets/api/queried-users.ts'
import { runProgramToEnd } from '../processes/child-process.ts'
import type { QueryName } from '../queries/query.ts'
import { type PlainAnswer, toPlainAnswer } from './answer.ts'
import type { LoadResult } from './wrk.ts'

export interface BaselineRun {
  readonly pgbench: string
  readonly database: ExternalDatabase
  readonly name: QueryName
  readonly seconds: number
  readonly connections: number
  readonly seed: number
  /** See spreadUsers. */
  readonly users: { readonly count: number; readonly stride: number }
  /** Directory for pgbench's log. */
  readonly directory: string
  readonly signal: AbortSignal
}

/** The share of transactions whose latency pgbench logs. */
const loggedShare = 0.1

/** Finds pgbench, which the embedded PostgreSQL does not include, in Debian's directory or on the PATH. */
export function findPgbench(): string | undefined {
  const places = [...globSync('/usr/lib/postgresql/*/bin/pgbench').toReversed(), 'pgbench']
  return places.find((place) => spawnSync(place, ['--version']).error === undefined)
}

/** The answer of the one hand-written statement that returns all data of a query as JSON. */
export async function askBaseline(
  database: ExternalDatabase,
  name: QueryName,
  user: QueriedUser,
  place: number,
): Promise<PlainAnswer> {
  const statement = readFileSync(scriptOf(name), 'utf8').replace(/^\\set.*$/gm, '')
  const { rows } = await withClient(database, (client) =>
    client.query({
      // pgbench passes its variables as parameters too.
      text: statement.replaceAll(':user', `'${user.number}'`).replaceAll(':place', `'${place}'`),
      rowMode: 'array',
    }),
  )
  return toPlainAnswer(rows[0]?.[0], name, { path: [] })
}

/** Runs that statement repeatedly for random users: the throughput of PostgreSQL without a server in front of it. */
export async function runBaseline(run: BaselineRun): Promise<LoadResult> {
  const { database, name, seconds, seed, users, directory, signal } = run
  const logPrefix = join(directory, 'pgbench')
  const words = [
    ...['--host', database.host ?? '', '--port', String(database.port), '--username', database.user ?? ''],
    ...['--no-vacuum', '--protocol', 'prepared', '--client', String(run.connections), '--jobs', '1'],
    ...['--time', String(seconds), '--random-seed', String(seed), '--file', scriptOf(name)],
    ...['--define', `users=${users.count}`, '--define', `stride=${users.stride}`],
    ...['--log', '--log-prefix', logPrefix, '--sampling-rate', String(loggedShare), database.database ?? ''],
  ]
  const environment = { PGPASSWORD: database.password ?? '' }
  const printed = await runProgramToEnd(run.pgbench, words, { environment, signal })
  const requests = Number(/actually processed: (\d+)/.exec(printed)?.[1])
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(printed)?.[1])
  if (!(requests > 0 && perSecond > 0)) throw new Error(`pgbench ran no transaction: ${printed}`)
  const times = await takeTimes(directory)
  const rank = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.NaN
  return {
    requests,
    seconds: requests / perSecond,
    bytes: 0,
    wrong: 0,
    broken: 0,
    p50: rank(0.5),
    p99: rank(0.99),
  }
}

function scriptOf(name: QueryName): string {
  return join(import.meta.dirname, '../queries/baseline', `${name}.sql`)
}

/** Reads the logged latencies in milliseconds, sorted, and removes the logs. */
async function takeTimes(directory: string): Promise<number[]> {
  const logs = (await readdir(directory)).filter((name) => name.startsWith('pgbench.'))
  const times: number[] = []
  for (const log of logs) {
    const lines = (await readFile(join(directory, log), 'utf8')).trimEnd().split('\n')
    for (const line of lines) times.push(Number(line.split(' ')[2]) / 1000)
    await rm(join(directory, log))
  }
  return times.sort((one, other) => one - other)
}
