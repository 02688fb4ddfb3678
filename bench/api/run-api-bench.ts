import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { prepareDataset } from '../datasets/api/load-dataset.ts'
import { listQueriedUsers, spreadUsers } from '../datasets/api/queried-users.ts'
import { runProgramToEnd } from '../processes/child-process.ts'
import { openPostgres } from '../processes/postgres-server.ts'
import { findPgbench } from './baseline.ts'
import type { ApiBench, ApiBenchOptions } from './bench.ts'
import {
  allConnections,
  benchDirectory,
  type Candidate,
  type CandidateOptions,
  serverNames,
  startCandidate,
} from './candidates.ts'
import { checkAnswers } from './check-answers.ts'
import type { ApiFigures } from './figures.ts'
import { measureQueries } from './measure-queries.ts'
import { requireWrk } from './wrk.ts'

/** Long enough for the compilers of Node and of Mercurius. */
const mostWarmUpSeconds = 3

type Log = ApiBench['log']

/** Runs `work` on the opened bench, and stops everything again, also when the signal interrupts it. The data stay. */
export async function withApiBench<Result>(
  options: ApiBenchOptions,
  log: Log,
  signal: AbortSignal,
  work: (bench: ApiBench) => Promise<Result>,
): Promise<Result> {
  requireWrk()
  await using cleanUp = new AsyncDisposableStack()
  const interrupted = Promise.withResolvers<never>()
  // Heard only by who races with it.
  interrupted.promise.catch(() => undefined)
  signal.addEventListener('abort', () => interrupted.reject(signal.reason))
  try {
    const bench = await openBench({ options, log, signal, cleanUp, interrupted: interrupted.promise })
    // Awaited here: what it uses goes when this function ends.
    return await Promise.race([work(bench), interrupted.promise])
  } catch (error) {
    // Programs that the signal ends say so in their own way.
    throw signal.aborted ? signal.reason : error
  }
}

/** Checks that all answers are the same, and measures. @throws Error for a wrong answer, however fast. */
export async function compareServers(bench: ApiBench): Promise<ApiFigures> {
  const { options, servers, users, pgbench, database, log } = bench
  log('comparing answers')
  const ceiling = pgbench === undefined ? undefined : database
  await checkAnswers({ servers, users, ceiling, queries: options.queries })
  const measurements = await measureQueries(bench)
  const titles = Object.fromEntries(servers.map(({ name, title }) => [name, title]))
  return {
    ...{ scale: options.scale, rounds: options.rounds },
    ...{ seconds: options.seconds, connections: options.connections },
    machine: {
      cores: availableParallelism(),
      memoryGb: Math.round(totalmem() / 1e9),
      postgres: bench.postgresVersion,
      node: process.versions.node,
    },
    titles: { ...titles, database: 'PostgreSQL alone, one statement' },
    measurements,
  }
}

interface Opening {
  readonly options: ApiBenchOptions
  readonly log: Log
  readonly signal: AbortSignal
  readonly cleanUp: AsyncDisposableStack
  /** Rejects when the signal interrupts. */
  readonly interrupted: Promise<never>
}

/** Opens the data and starts the servers. What was opened is in `cleanUp` when it ends, however it ends. */
async function openBench(opening: Opening): Promise<ApiBench> {
  const { options, log, signal, cleanUp, interrupted } = opening
  const { scale, cacheDirectory, contestants } = options
  if (contestants.some((name) => name !== 'ours' && name !== 'database')) await installPeers(log, signal)
  await mkdir(cacheDirectory, { recursive: true })
  const directory = await mkdtemp(join(cacheDirectory, 'api-'))
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = await openPostgres(join(cacheDirectory, 'api-database'), allConnections)
  cleanUp.defer(() => postgres.close())
  signal.throwIfAborted()
  // Stopping PostgreSQL ends it too.
  const database = await Promise.race([prepareDataset(postgres, scale, log), interrupted])
  const jwtSecret = randomBytes(32).toString('hex')
  const start = { database, jwtSecret, directory, profileDirectory: options.profileDirectory, signal }
  return {
    ...{ options, database, jwtSecret, directory, signal, log },
    servers: await startServers(opening, start),
    users: await listQueriedUsers(database, scale, jwtSecret),
    postmasterPid: postgres.postmasterPid,
    postgresVersion: postgres.version,
    spread: spreadUsers(scale),
    pgbench: contestants.includes('database') ? choosePgbench(log) : undefined,
    warmUpSeconds: Math.min(options.seconds, mostWarmUpSeconds),
  }
}

async function startServers(
  { options, log, cleanUp }: Opening,
  start: CandidateOptions,
): Promise<Candidate[]> {
  const servers: Candidate[] = []
  for (const name of serverNames.filter((known) => options.contestants.includes(known))) {
    log(`starting: ${name}`)
    const server = await startCandidate(name, start)
    cleanUp.defer(() => server.process.stop())
    servers.push(server)
  }
  return servers
}

function choosePgbench(log: Log): string | undefined {
  const found = findPgbench()
  if (found === undefined)
    log('There is no pgbench (apt-get install postgresql-contrib): PostgreSQL alone is left out.')
  return found
}

/** Installs the peers' packages beside the bench, unless those of the lock file are there. */
async function installPeers(log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const lock = join(benchDirectory, 'package-lock.json')
  // What npm has installed, written last of all.
  const installed = join(benchDirectory, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  log('npm ci in bench/')
  await runProgramToEnd('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    directory: benchDirectory,
    signal,
  })
}
