import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Migration as KyselyMigration } from 'kysely/migration'
import { OperatorError } from '../errors.ts'
import type { Database } from './connection.ts'
import { isUnreachable, readErrorFields } from './postgres-errors.ts'
import { inTransaction } from './transaction.ts'

/** A file in the folder `migrations`. */
export interface MigrationModule extends KyselyMigration {
  /**
   * False for statements that can't run in a transaction, such as CREATE INDEX CONCURRENTLY. After an interruption,
   * such a migration is run again from the start, so it must replace everything that the interrupted run created.
   */
  readonly isTransactional?: boolean
}

export interface Migration {
  readonly name: string
  readonly module: MigrationModule
}

/** A migration to run or undo. */
export interface MigrationStep extends Migration {
  readonly direction: 'Up' | 'Down'
}

/**
 * How long a statement of a migration waits for a lock. Other sessions that need the table queue behind it, so this is well
 * below the lock_timeout of requests (2 s). It is also below deadlock_timeout (1 s), so that PostgreSQL never cancels a
 * request because of a deadlock.
 */
const lockTimeout = '500ms'
const lockAttempts = 60
const lockPauseMs = 1_000
/** Lock not available, deadlock, serialization failure. */
const lockStates: ReadonlySet<string> = new Set(['55P03', '40P01', '40001'])

/**
 * Runs the steps one after the other, each in its own transaction, while no other run migrates. Servers can keep working: a
 * step that does not get its locks quickly releases those that it holds, and is retried.
 * @param choose gets the names of the migrations that have run, oldest first.
 * @returns the steps.
 * @throws OperatorError that names the failed migration, the reason, and the state of the database.
 */
export function runMigrations(
  db: Database,
  choose: (executed: readonly string[]) => readonly MigrationStep[],
  report: ReportProgress,
): Promise<readonly MigrationStep[]> {
  return db.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0`.execute(connection)
    await lockRuns(connection, report)
    try {
      await createMigrationTables(connection)
      const steps = choose(await listExecuted(connection))
      for (const [done, step] of steps.entries()) await runStep(connection, step, { done, report })
      return steps
    } finally {
      // A lost connection no longer holds the lock or settings, and a further error must not hide the first one.
      await unlockRuns(connection).catch(ignore)
      await sql`reset statement_timeout`.execute(connection).catch(ignore)
    }
  })
}

function ignore(): void {}

/** The tables of Kysely's runner, which earlier releases read. */
async function createMigrationTables(connection: Database): Promise<void> {
  await sql`
create table if not exists kysely_migration (
  name varchar(255) not null primary key,
  timestamp varchar(255) not null
)`.execute(connection)
  await sql`
create table if not exists kysely_migration_lock (
  id varchar(255) not null primary key,
  is_locked integer default 0 not null
)`.execute(connection)
  await sql`
insert into kysely_migration_lock (id, is_locked) values ('migration_lock', 0) on conflict do nothing`.execute(
    connection,
  )
}

async function listExecuted(connection: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by timestamp, name`.execute(connection)
  return rows.map(({ name }) => name)
}

interface Run {
  /** How many steps were completed before this one. */
  readonly done: number
  readonly report: ReportProgress
}

async function runStep(connection: Database, step: MigrationStep, run: Run): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (step.module.isTransactional === false) return await runBesideOthers(connection, step, run)
      return await inTransaction(connection, (trx) => runInTransaction(trx, step), { runsOnce: true })
    } catch (error) {
      const isLocked = lockStates.has(readErrorFields(error).code)
      if (!isLocked || attempt === lockAttempts) throw await describeFailure(connection, step, run, error)
      run.report(
        `${step.name} is waiting for a lock held by another session (attempt ${attempt} of ${lockAttempts}).`,
      )
      await sleep(lockPauseMs * (0.5 + Math.random()))
    }
  }
}

async function runInTransaction(trx: Database, step: MigrationStep): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(lockTimeout)}`.execute(trx)
  await act(trx, step)
  await record(trx, step)
}

/** Its locks allow reads and writes, and nothing queues behind them, so it may wait as long as necessary. */
async function runBesideOthers(connection: Database, step: MigrationStep, { report }: Run): Promise<void> {
  report(`${step.name} builds indexes concurrently and waits for open transactions.`)
  await sql`set lock_timeout = 0`.execute(connection)
  try {
    await act(connection, step)
    await record(connection, step)
  } finally {
    await sql`reset lock_timeout`.execute(connection).catch(ignore)
  }
}

async function act(db: Database, { module, direction }: MigrationStep): Promise<void> {
  await (direction === 'Up' ? module.up(db) : module.down?.(db))
}

/** Migrations are ordered by timestamp, so timestamps must increase even if the clock does not. */
async function record(db: Database, { name, direction }: MigrationStep): Promise<void> {
  if (direction === 'Down') {
    await sql`delete from kysely_migration where name = ${name}`.execute(db)
    return
  }
  const { rows } = await sql<{ newest: string | null }>`
    select max(timestamp) as newest from kysely_migration`.execute(db)
  const newest = rows[0]?.newest
  const at = Math.max(Date.now(), newest == null ? 0 : Date.parse(newest) + 1)
  await sql`insert into kysely_migration (name, timestamp) values (${name}, ${new Date(at).toISOString()})`.execute(
    db,
  )
}

async function describeFailure(
  connection: Database,
  { name, module }: MigrationStep,
  { done }: Run,
  cause: unknown,
): Promise<OperatorError> {
  const message = cause instanceof Error ? cause.message : String(cause)
  const reason = lockStates.has(readErrorFields(cause).code)
    ? `${message}, ${lockAttempts} times. ${await describeBlockers(connection)}`
    : `${message}.`
  const state = describeState(module, cause)
  const before = done === 0 ? '' : ` Migrations completed before it: ${done}.`
  return new OperatorError(`Migration ${name} failed: ${reason} ${state}${before}`, { cause })
}

function describeState({ isTransactional }: MigrationModule, cause: unknown): string {
  if (isTransactional === false) return 'What it has built so far is replaced when it runs again.'
  // The connection may have been lost during the commit.
  if (isUnreachable(cause)) return 'Check with npm run migrate -- status whether it was committed.'
  return 'It was rolled back; the database is as it was before this migration.'
}

/** Describes what most likely holds the locks. */
async function describeBlockers(connection: Database): Promise<string> {
  const { rows } = await sql<{ pid: number; application: string; seconds: number }>`
    select pid, application_name as application,
      extract(epoch from clock_timestamp() - xact_start)::integer as seconds
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
      and xact_start < clock_timestamp() - interval '1 second'
    order by xact_start limit 3`.execute(connection)
  if (rows.length === 0) return 'Run it again when the database is less busy.'
  const found = rows.map(
    ({ pid, application, seconds }) => `${application}, process ${pid}, for ${seconds} s`,
  )
  return `These open transactions may hold them: ${found.join('; ')}. Run it again when they have finished.`
}

/** Reports the reason for which the run is waiting, as one line. */
export type ReportProgress = (line: string) => void

/** The lock number of Kysely's runner, so that this runner and releases that used Kysely's wait for each other. */
const migrationLock = '3853314791062309107'
const runWaitMs = 10 * 60_000
const runPollMs = 200

/**
 * Takes the migration lock, which one session of the database can hold. Waits by polling: a waiting statement would block
 * concurrent index builds.
 * @throws OperatorError that names the other run if it takes longer than 10 minutes.
 */
async function lockRuns(connection: Database, report: ReportProgress): Promise<void> {
  const started = performance.now()
  let isReported = false
  while (!(await tryLockRuns(connection))) {
    if (performance.now() - started > runWaitMs) {
      throw new OperatorError(
        `Another run has been migrating the database for more than 10 minutes (${await describeRun(connection)}). ` +
          'Wait for it to finish, or stop it, then run this again.',
      )
    }
    if (!isReported)
      report(`Waiting for another run that is migrating the database (${await describeRun(connection)}).`)
    isReported = true
    await sleep(runPollMs)
  }
}

async function tryLockRuns(connection: Database): Promise<boolean> {
  const { rows } = await sql<{ is_locked: boolean }>`
    select pg_try_advisory_lock(${sql.raw(migrationLock)}) as is_locked`.execute(connection)
  return rows[0]?.is_locked === true
}

async function describeRun(connection: Database): Promise<string> {
  const { rows } = await sql<{ pid: number; application: string }>`
    select pid, application_name as application from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and objsubid = 1
      and (classid::bigint << 32 | objid::bigint) = ${sql.raw(migrationLock)}`.execute(connection)
  const [holder] = rows
  return holder === undefined ? 'it has just finished' : `${holder.application}, process ${holder.pid}`
}

/** Releases the lock before the session ends. */
async function unlockRuns(connection: Database): Promise<void> {
  await sql`select pg_advisory_unlock(${sql.raw(migrationLock)})`.execute(connection)
}
