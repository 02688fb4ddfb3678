import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { OperatorError } from '../errors.ts'
import type { Database } from './connection.ts'

/** Reports a line about what the run is waiting for. */
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
export async function lockRuns(connection: Database, report: ReportProgress): Promise<void> {
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
export async function unlockRuns(connection: Database): Promise<void> {
  await sql`select pg_advisory_unlock(${sql.raw(migrationLock)})`.execute(connection)
}
