import { sql } from 'kysely'
import type { Database } from '../../src/database/connection.ts'

/** Sets the time zone of all sessions of the database. Open sessions are terminated; pools open new ones. */
export async function setTimeZone(db: Database, zone: string): Promise<void> {
  await db.connection().execute(async (session) => {
    await sql`
      do $$ begin
        execute format('alter database %I set timezone to %L', current_database(), ${sql.lit(zone)});
      end $$`.execute(session)
    await sql`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(session)
    await sql`set timezone to ${sql.lit(zone)}`.execute(session)
  })
}
