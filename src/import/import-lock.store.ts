import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** An arbitrary advisory lock number, which must be the same in all versions of this program. */
const importLock = 7_215_034_461

/**
 * Takes the right to import, which one session of the database has at a time, on whatever server; it ends with the
 * session, also when the process is killed. Returns whether it was free.
 */
export async function lockImports(db: Database): Promise<boolean> {
  const { rows } = await sql<{ isLocked: boolean }>`
    select pg_try_advisory_lock(${importLock}) as "isLocked"`.execute(db)
  return rows[0]?.isLocked === true
}

/** Gives the right back before the session ends, which PostgreSQL notices a little later than the client. */
export async function unlockImports(db: Database): Promise<void> {
  await sql`select pg_advisory_unlock(${importLock})`.execute(db)
}

/** Stops the statement that the session runs, if it is ours; the session stays. */
export async function cancelStatement(db: Database, processId: number): Promise<void> {
  await sql`select pg_cancel_backend(${processId})`.execute(db)
}
