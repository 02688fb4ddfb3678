import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { OperatorError } from '../errors.ts'
import type { Database } from './connection.ts'

/** Takes a line on what the run waits for. */
export type ReportProgress = (line: string) => void

/** Kysely's own number, so that releases that migrated with Kysely's runner wait for this one, and it for them. */
const migrationLock = '3853314791062309107'
const runWaitMs = 10 * 60_000
const runPollMs = 200

/**
 * Takes the right to migrate, which one session of the database has at a time. Waits by asking again: a statement that
 * waits would itself be waited for by indexes that are built concurrently.
 * @throws OperatorError that names the other run when it takes longer than 10 minutes.
 */
export async function lockRuns(connection: Database, report: ReportProgress): Promise<void> {
  const started = performance.now()
  let isReported = false
  while (!(await tryLockRuns(connection))) {
    if (performance.now() - started > runWaitMs) {
      throw new OperatorError(
        `Another run has been migrating the database for more than 10 minutes (${await describeRun(connection)}). ` +
          'Wait until it has ended, or end it, then run this again.',
      )
    }
    if (!isReported)
      report(`Another run is migrating the database (${await describeRun(connection)}): waiting for it.`)
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
  return holder === undefined ? 'it has just ended' : `${holder.application}, process ${holder.pid}`
}

/** Gives the right back before the session ends. */
export async function unlockRuns(connection: Database): Promise<void> {
  await sql`select pg_advisory_unlock(${sql.raw(migrationLock)})`.execute(connection)
}
