import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import type { ExternalDatabase } from '../../src/config.ts'
import { toClientConfig } from '../../src/database/session/client.ts'
import { OperatorError } from '../../src/errors.ts'
import { prepareDataset } from '../datasets/api/load-dataset.ts'
import { formatTable } from '../markdown-table.ts'
import { type ServerProcess, startServerProcess } from '../processes/child-process.ts'
import { openPostgres, runStatement, toUrl } from '../processes/postgres-server.ts'
import { residentMegabytes } from '../processes/process-usage.ts'
import { type AttackTarget, fullSizes, insertAttacker } from './attack-target.ts'
import type { AttackerData, Outcomes } from './attacker.ts'
import { type AttackShape, attackShapes, type Sender } from './attacks.ts'
import { askHonestly, type HonestFigures } from './honest-client.ts'
import type { AttackOptions } from './options.ts'

interface AttackFigures {
  readonly attack: string
  readonly description: string
  readonly sender: Sender | undefined
  readonly outcomes: Outcomes
  readonly honest: HonestFigures
  /** The server's peak memory in MB. */
  readonly peakMb: number
}

interface AttackReport {
  readonly cores: number
  readonly seconds: number
  readonly rows: readonly AttackFigures[]
}

type Log = (line: string) => void

const scale = 0.02
const maxConnections = 60
const databaseName = 'bench_attack'
/** The e-mail of the busy user with the number 0 in the benchmark's data. */
const honestKey = 'key-0'
const warmUpSeconds = 3
const serverFile = join(import.meta.dirname, '../../src/main.js')

/** Runs each attack against a new server, on one PostgreSQL. The first row is without an attack. */
export async function runAttacks(
  options: AttackOptions,
  log: Log,
  signal: AbortSignal,
): Promise<AttackReport> {
  await using cleanUp = new AsyncDisposableStack()
  await mkdir(options.cacheDirectory, { recursive: true })
  const directory = await mkdtemp(join(options.cacheDirectory, 'attack-'))
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = await openPostgres(join(options.cacheDirectory, 'attack-database'), maxConnections)
  cleanUp.defer(() => postgres.close())
  const original = await prepareDataset(postgres, scale, log)
  await runStatement(postgres.admin, `drop database if exists ${databaseName} with (force)`)
  await runStatement(postgres.admin, `create database ${databaseName} template ${original.database}`)
  const database = { ...postgres.admin, database: databaseName }
  log('adding the attacker')
  const attacked = await insertAttacker(database, fullSizes)
  const run = { attacked, directory, seconds: options.seconds, signal }
  const rows: AttackFigures[] = []
  rows.push(await measure(run, undefined, undefined))
  for (const shape of attackShapes.filter(({ name }) => options.attacks.includes(name))) {
    for (const sender of shape.senders) {
      log(`${shape.name} as ${sender}`)
      rows.push(await measure(run, shape, sender))
    }
  }
  return { cores: availableParallelism(), seconds: options.seconds, rows }
}

interface Run {
  readonly attacked: Omit<AttackTarget, 'url'>
  readonly directory: string
  readonly seconds: number
  readonly signal: AbortSignal
}

async function measure(
  { attacked, directory, seconds, signal }: Run,
  shape: AttackShape | undefined,
  sender: Sender | undefined,
): Promise<AttackFigures> {
  signal.throwIfAborted()
  const server = await startServer(attacked.database, directory, signal)
  const target = { ...attacked, url: server.url }
  try {
    await askHonestly(server.url, honestKey, warmUpSeconds)
    await using locks = shape?.lock === undefined ? undefined : await holdLocks(target, shape.lock(target))
    const attacker =
      shape === undefined || sender === undefined
        ? undefined
        : startAttacker({ target, shapeName: shape.name, sender })
    const honest = await askHonestly(server.url, honestKey, seconds)
    const outcomes = (await attacker?.stop()) ?? {}
    const peakMb = residentMegabytes(server.pid).peak
    const { name = 'none', description = 'the honest client alone' } = shape ?? {}
    return { attack: name, description, sender, outcomes, honest, peakMb, ...(locks && {}) }
  } finally {
    await server.stop()
  }
}

function startServer(
  database: ExternalDatabase,
  directory: string,
  signal: AbortSignal,
): Promise<ServerProcess> {
  return startServerProcess({
    file: serverFile,
    directory,
    environment: {
      NODE_ENV: 'production',
      DATABASE_URL: toUrl(database),
      JWT_SECRET: 'a secret that only this bench knows',
      PORT: '0',
      LOG_LEVEL: 'silent',
    },
    signal,
  })
}

function startAttacker(workerData: AttackerData): { stop(): Promise<Outcomes> } {
  const worker = new Worker(new URL('./attacker.ts', import.meta.url), { workerData })
  const ended = new Promise<Outcomes>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  // Ignored: it occurs when the thread is stopped.
  ended.catch(() => undefined)
  return {
    stop: async () => {
      worker.postMessage('stop')
      const outcomes = await ended
      await worker.terminate()
      return outcomes
    },
  }
}

/** Holds the locks in another session until disposal. */
async function holdLocks(
  { database }: AttackTarget,
  { statement, values }: { readonly statement: string; readonly values: readonly unknown[] },
): Promise<AsyncDisposable> {
  const client = new pg.Client(toClientConfig(database))
  client.on('error', () => undefined)
  await client.connect()
  await client.query('begin')
  await client.query(statement, [...values])
  return { [Symbol.asyncDispose]: () => client.end() }
}

const maxP99Ms = 500
const maxPeakMb = 600

const headings = ['attack', 'by', 'answers', 'honest p50 ms', 'p99 ms', 'max ms', 'failed', 'peak MB', 'met']

/** All figures as Markdown. */
export function formatAttacks({ cores, seconds, rows }: AttackReport): string {
  const head = `Each attack ${seconds} s, ${cores} cores. Targets: the honest client's p99 under ${maxP99Ms} ms, the server's memory under ${maxPeakMb} MB.`
  const legend = rows.map(({ attack, description }) => `- ${attack}: ${description}`)
  return [head, formatTable([headings, ...rows.map(formatRow)]), [...new Set(legend)].join('\n')].join('\n\n')
}

/** @throws OperatorError that names the attacks under which a target was missed. */
export function requireTargets({ rows }: AttackReport): void {
  const missed = rows
    .filter((row) => !isMet(row))
    .map(({ attack, sender }) => (sender === undefined ? attack : `${attack} as ${sender}`))
  if (missed.length > 0) throw new OperatorError(`Targets missed: ${missed.join(', ')}.`)
}

function formatRow(row: AttackFigures): string[] {
  const { attack, sender, outcomes, honest, peakMb } = row
  return [
    attack,
    sender ?? '',
    formatCounts(outcomes),
    honest.p50.toFixed(0),
    honest.p99.toFixed(0),
    honest.max.toFixed(0),
    formatCounts(honest.failures),
    peakMb.toFixed(0),
    isMet(row) ? 'yes' : 'NO',
  ]
}

function isMet({ honest, peakMb }: AttackFigures): boolean {
  return honest.p99 < maxP99Ms && peakMb < maxPeakMb && Object.keys(honest.failures).length === 0
}

function formatCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
