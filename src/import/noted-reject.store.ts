import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { RecordKind } from './stages/record.ts'

/** Where a record stands in the source of the job that wrote it; counts are text, as the driver gives them. */
export interface RecordPlace {
  readonly file: string
  readonly line: string
  readonly offset: string
  readonly pointer: string
}

/** A record with which a job could not do what it was asked. There are no bytes: its rows are the record. */
export interface NotedReject extends RecordPlace {
  readonly number: number
  readonly kind: RecordKind
  readonly code: string
  readonly message: string
}

/** Puts records among the job's rejects. */
export async function insertNotedRejects(
  db: Database,
  jobId: string,
  rejects: readonly NotedReject[],
): Promise<void> {
  if (rejects.length === 0) return
  const rows = rejects.map(({ offset, ...reject }) => ({ ...reject, byte_offset: offset }))
  await sql`
    insert into import_rejects
      (job_id, number, kind, file, line, byte_offset, pointer, code, message, raw, raw_bytes)
    select ${jobId}::uuid, number, kind, file, line, byte_offset, pointer, code, message, '', 0
    from jsonb_populate_recordset(null::import_rejects, ${JSON.stringify(rows)}::jsonb)`.execute(db)
}
