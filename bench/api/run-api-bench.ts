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

/** Long enough for the JIT compilers of Node and Mercurius. */
const mostWarmUpSeconds = 3

type Log = ApiBench['log']

/** Starts PostgreSQL and the servers, runs `work`, and stops them again, also after an interruption. Keeps the data. */
export async function withApiBench<Result>(
  options: ApiBenchOptions,
  log: Log,
  signal: AbortSignal,
  work: (bench: ApiBench) => Promise<Result>,
): Promise<Result> {
  requireWrk()
  await using cleanUp = new AsyncDisposableStack()
  const interrupted = Promise.withResolvers<never>()
  // Without a handler, an interruption before the race would be an unhandled rejection.
  interrupted.promise.catch(() => undefined)
  signal.addEventListener('abort', () => interrupted.reject(signal.reason))
  try {
    const bench = await openBench({ options, log, signal, cleanUp, interrupted: interrupted.promise })
    // Awaited here: the servers are stopped when this function returns.
    return await Promise.race([work(bench), interrupted.promise])
  } catch (error) {
    // Child processes that the signal ended report other errors.
    throw signal.aborted ? signal.reason : error
  }
}

/** Checks that all servers give the same answers, and measures them. @throws Error for a wrong answer. */
export async function compareServers(bench: ApiBench): Promise<ApiFigures> {
  const { options, servers, users, pgbench, database, log } = bench
  log('comparing answers')
  const baseline = pgbench === undefined ? undefined : database
  await checkAnswers({ servers, users, baseline, queries: options.queries })
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
  /** Rejects when the benchmark is interrupted. */
  readonly interrupted: Promise<never>
}

/** Loads the dataset and starts the servers. Everything it opens is added to `cleanUp`, also if it fails. */
async function openBench(opening: Opening): Promise<ApiBench> {
  const { options, log, signal, cleanUp, interrupted } = opening
  const { scale, cacheDirectory, candidates } = options
  if (candidates.some((name) => name !== 'ours' && name !== 'database')) await installPeers(log, signal)
  await mkdir(cacheDirectory, { recursive: true })
  const directory = await mkdtemp(join(cacheDirectory, 'api-'))
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = await openPostgres(join(cacheDirectory, 'api-database'), allConnections)
  cleanUp.defer(() => postgres.close())
  signal.throwIfAborted()
  // After an interruption, stopping PostgreSQL ends it too.
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
    pgbench: candidates.includes('database') ? choosePgbench(log) : undefined,
    warmUpSeconds: Math.min(options.seconds, mostWarmUpSeconds),
  }
}

async function startServers(
  { options, log, cleanUp }: Opening,
  start: CandidateOptions,
): Promise<Candidate[]> {
  const servers: Candidate[] = []
  for (const name of serverNames.filter((known) => options.candidates.includes(known))) {
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
    log('pgbench is not installed (apt-get install postgresql-contrib): PostgreSQL alone is not measured.')
  return found
}

/** Runs `npm ci` in bench/, unless the packages of the lock file are already installed. */
async function installPeers(log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const lock = join(benchDirectory, 'package-lock.json')
  // npm writes this file last.
  const installed = join(benchDirectory, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  log('npm ci in bench/')
  await runProgramToEnd('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    directory: benchDirectory,
    signal,
  })
}
