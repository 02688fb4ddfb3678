import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { RecordPlace } from '../noted-reject.store.ts'
import type { RecordKind } from '../stages/record.ts'

/** A record of the job that a later one has updated, at its place in the job's source. */
export interface SupersededRecord extends RecordPlace {
  readonly kind: RecordKind
  readonly laterJobId: string
}

/** Begins to list the records of a job that belong to a later one now: once a transaction. */
export async function openSupersededRecords(trx: Database, jobId: string): Promise<void> {
  await sql`
    declare superseded_records no scroll cursor for
    select undo.kind, record.job_id as "laterJobId", undo.legacy_record ->> 'file' as file,
      undo.legacy_record ->> 'line' as line, undo.legacy_record ->> 'byte_offset' as "offset",
      undo.legacy_record ->> 'pointer' as pointer
    from import_undo as undo
    join legacy_records as record on record.kind = undo.kind and record.id = undo.id
    where undo.legacy_record ->> 'job_id' = ${sql.lit(jobId)} and record.job_id <> ${sql.lit(jobId)}
    order by undo.kind, file, line`.execute(trx)
}

/** The next ones; none at the end. */
export async function fetchSupersededRecords(trx: Database, limit: number): Promise<SupersededRecord[]> {
  const { rows } = await sql<SupersededRecord>`
    fetch ${sql.lit(limit)} from superseded_records`.execute(trx)
  return rows
}
