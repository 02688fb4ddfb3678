import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { StoredPosition } from '../job-reject.store.ts'
import type { RecordKind } from '../records/record-type.ts'
import { existingRows } from '../staging/known-records.store.ts'

/** A record of the job, with facts about its file. */
export interface VerifiedRecord extends StoredPosition {
  readonly id: string
  readonly isBackup: boolean
  readonly bytes: string
  /** Hexadecimal; null if the file was not read to its end, or the import is older than this column. */
  readonly bytesSha256: string | null
}

/**
 * Opens a cursor over the job's records of a kind, ordered by file. Only one list can be open at a time. PostgreSQL sorts the
 * records once; keyset pages would sort again for every page, because no index has this order.
 */
export async function openVerifiedRecords(trx: Database, jobId: string, kind: RecordKind): Promise<void> {
  await sql`
    declare verified_records no scroll cursor for
    select record.id, record.file, record.line, record.byte_offset as "offset", record.pointer,
      coalesce(source.is_backup, false) as "isBackup", coalesce(source.bytes, 0)::text as bytes,
      encode(source.bytes_sha256, 'hex') as "bytesSha256"
    from legacy_records as record
    left join (
      select distinct on (path) path, is_backup, bytes, bytes_sha256 from import_files
      where job_id = ${sql.lit(jobId)} and kind = ${sql.lit(kind)} order by path, number
    ) as source on source.path = record.file
    where record.kind = ${sql.lit(kind)} and record.job_id = ${sql.lit(jobId)}
    order by record.file, record.byte_offset, record.id`.execute(trx)
}

/** Fetches the next records of the list; none at its end. */
export async function fetchVerifiedRecords(trx: Database, limit: number): Promise<VerifiedRecord[]> {
  const { rows } = await sql<VerifiedRecord>`fetch ${sql.lit(limit)} from verified_records`.execute(trx)
  return rows
}

/** Closes the list, so that another one can be opened. */
export async function closeVerifiedRecords(trx: Database): Promise<void> {
  await sql`close verified_records`.execute(trx)
}

/** Finds the records that have changed at or after the time. Chat messages change only by edits. */
export async function findChangedSince(
  trx: Database,
  kind: RecordKind,
  ids: readonly string[],
  since: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select existing.id from (${existingRows[kind]}) as existing
    where existing.id = any(${ids}::uuid[]) and existing.changed_at >= ${since}`.execute(trx)
  return rows.map(({ id }) => id)
}
