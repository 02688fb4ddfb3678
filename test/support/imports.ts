import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { onTestFinished } from 'vitest'
import type { Connection } from '../../src/database/connection.ts'
import type { ImportCounts, ImportLegacyDataInput } from '../../src/generated/graphql.ts'
import { createImportRequest, listCounts } from '../../src/import/import.rules.ts'
import {
  createRequest,
  findImportJobs,
  type ImportJobRow,
  type ImportRequest,
} from '../../src/import/job.store.ts'
import type { ImportInput } from '../../src/import/job-run.ts'
import { importedTables, type RecordKind } from '../../src/import/records/record-type.ts'
import { createImportRunner, type ImportRunner } from '../../src/import/runner.ts'
import { createLogger } from '../../src/logger.ts'

const silentLogger = createLogger('silent')

/** A runner that reads any directory. */
export function createTestRunner(connection: Connection): ImportRunner {
  return createImportRunner({ connection, logger: silentLogger, findDirectory: async (named) => named })
}

/** Imports a directory and returns the job after it has ended. */
export async function importTree(
  connection: Connection,
  directory: string,
  input: Omit<ImportLegacyDataInput, 'directory'> = {},
): Promise<ImportJobRow> {
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createImportRequest({ ...input, directory }, null))
  await runner.untilEnded(jobId)
  return getJob(connection, jobId)
}

/** Writes files, path to content, and imports them. */
export async function importFiles(
  connection: Connection,
  files: Readonly<Record<string, unknown>>,
  input: Omit<ImportLegacyDataInput, 'directory'> = {},
): Promise<ImportJobRow> {
  return importTree(connection, await writeTree(files), input)
}

export async function getJob({ db }: Connection, jobId: string): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [jobId])
  if (job === undefined) throw new Error(`There is no job ${jobId}.`)
  return job
}

const pollMs = 20

/** Writes files, path to content, into a new directory that is removed after the test. */
export async function writeTree(files: Readonly<Record<string, unknown>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-import-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2)
    await writeFile(join(directory, path), text)
  }
  return directory
}

/** Empties every table that an import writes to. */
export async function clearTables({ pool }: Connection): Promise<void> {
  await pool.query('truncate users, import_jobs, legacy_records cascade')
}

/** The counts of one kind of record. */
export function countsOf(job: ImportJobRow, kind: RecordKind): ImportCounts {
  const counts = listCounts(job.counts).find((count) => count.kind === kind)
  if (counts === undefined) throw new Error(`The job has no counts of ${kind}.`)
  return counts
}

/** Every row of the ten tables and of legacy_records, in a fixed order. */
export async function dumpTables({ pool }: Connection): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {}
  for (const table of [...importedTables, 'legacy_records']) {
    const { rows } = await pool.query(`select to_jsonb(t) as row from ${table} t order by id`)
    dump[table] = rows
  }
  return dump
}

/** An import that has read its source and waits for a lock before it publishes. */
interface WaitingImport {
  readonly jobId: string
  readonly runner: ImportRunner
  /** The session that holds the lock. Its transaction is committed after the work. */
  readonly blocker: PoolClient
}

/** Imports, and runs `work` after everything has been read and before anything is published. */
export async function importAndPause(
  connection: Connection,
  directory: string,
  input: Omit<ImportLegacyDataInput, 'directory'>,
  work: (paused: WaitingImport) => Promise<void>,
): Promise<ImportJobRow> {
  const runner = createTestRunner(connection)
  const reading = await lockTable(connection, 'legacy_records', 'access exclusive')
  const jobId = await runner.start(createImportRequest({ ...input, directory }, null))
  await untilBlocked(connection, 'legacy_records')
  // Not earlier: the job's row references users too.
  const publishing = await lockTable(connection, 'users', 'exclusive')
  await reading.query('commit')
  reading.release()
  await untilBlocked(connection, 'users')
  try {
    await work({ jobId, runner, blocker: publishing })
  } finally {
    // Also after a failed expectation, which would otherwise leave the import waiting until the test times out.
    await publishing.query('commit')
    publishing.release()
    await runner.untilEnded(jobId)
  }
  return getJob(connection, jobId)
}

/** Locks the table in a new session until its transaction ends. */
export async function lockTable({ pool }: Connection, table: string, mode: string): Promise<PoolClient> {
  const client = await pool.connect()
  await client.query(
    `begin; set local idle_in_transaction_session_timeout = 0; lock table ${table} in ${mode} mode`,
  )
  return client
}

/** Resolves when a session waits for a lock on the table. */
export async function untilBlocked(connection: Connection, table: string): Promise<void> {
  while (!(await isWaitedFor(connection, table))) await sleep(pollMs)
}

/** Resolves when no session waits for a lock on the table. */
export async function untilUnblocked(connection: Connection, table: string): Promise<void> {
  while (await isWaitedFor(connection, table)) await sleep(pollMs)
}

async function isWaitedFor({ pool }: Connection, table: string): Promise<boolean> {
  const { rows } = await pool.query(
    `select 1 from pg_locks where not granted and relation = $1::regclass and ${isHere}`,
    [table],
  )
  return rows.length > 0
}

/** Terminates the connection of the running import. */
export async function cutConnection({ pool }: Connection): Promise<void> {
  await pool.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and ${isHere}`)
}

/** A condition on `pg_locks`: other databases of the server are copies of the same template, with the same numbers. */
export const isHere = 'database = (select oid from pg_database where datname = current_database())'

/** Runs an operation on a job, and returns the operation's job after it has ended. */
export async function runJob(
  connection: Connection,
  operation: ImportRequest['operation'],
  ofJobId: string,
  asked: Partial<ImportRequest> & { readonly input?: ImportInput } = {},
): Promise<ImportJobRow> {
  const { input, ...request } = asked
  const runner = createTestRunner(connection)
  const jobId = await runner.start(
    createRequest({ source: 'tables', ...request, operation, ofJobId, startedById: null }),
    input,
  )
  await runner.untilEnded(jobId)
  return getJob(connection, jobId)
}

/** The rejects of a job, in their order. */
export async function listRejects({ pool }: Connection, jobId: string) {
  const { rows } = await pool.query(
    'select kind, file, line::int, pointer, code, message from import_rejects where job_id = $1 order by number',
    [jobId],
  )
  return rows
}

const createdAt = new Date('2026-01-01T00:00:00Z')

/** The result of an import without records that took two and a half seconds. */
export const endedJob: ImportJobRow = {
  id: '6f0c1a52-6f0a-4d6e-9a53-0c8f0a1d2b3c',
  operation: 'import',
  ofJobId: null,
  source: 'directory',
  startedById: null,
  phase: 'completed',
  directory: 'data',
  layout: 'auto',
  isDryRun: false,
  onConflict: 'skip',
  hasBackups: true,
  orphans: 'quarantine',
  onEmailTaken: 'reject',
  onDamage: 'salvage',
  hasVerification: true,
  counts: {},
  warnings: {},
  skippedPaths: [],
  renamedUsers: [],
  bytesRead: '0',
  bytesTotal: '0',
  recordsPublished: '0',
  errorCode: null,
  errorMessage: null,
  createdAt,
  startedAt: createdAt,
  readingFinishedAt: null,
  heartbeatAt: null,
  resumedAt: null,
  finishedAt: new Date('2026-01-01T00:00:02.500Z'),
  revertedAt: null,
}
