import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

/** Keeps two reversions of a job apart, and notes that it is reverted; false when it was so before. */
export async function markReverted(trx: Database, jobId: string): Promise<boolean> {
  const { rows } = await sql`
    update import_jobs set reverted_at = current_timestamp
    where id = ${jobId}::uuid and reverted_at is null returning id`.execute(trx)
  return rows.length > 0
}

/** How many records the job replaced, as far as what it replaced was kept. */
export async function countUndo(db: Database, jobId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from import_undo
    where job_id = ${jobId}::uuid and rows is not null`.execute(db)
  return rows[0]?.count ?? 0
}

/** What a retry imported counts as rejected again. */
export async function clearImportedBy(trx: Database, jobId: string): Promise<void> {
  await sql`
    update import_rejects set imported_by = null where imported_by = ${jobId}::uuid`.execute(trx)
}
