import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { type Digest, digestText } from '../digest.ts'
import type { RecordPlace } from '../noted-reject.store.ts'
import { existingRows } from '../stages/known-records.store.ts'
import type { RecordKind } from '../stages/record.ts'

/** A record that belongs to the job, with what the job knows of its file. */
export interface VerifiedRecord extends RecordPlace {
  readonly id: string
  readonly isBackup: boolean
  readonly bytes: string
  /** Hexadecimal; null when the file was not read to its end, or before the server kept it. */
  readonly bytesSha256: string | null
}

/**
 * Begins to list the job's records of a kind, file after file; one list at a time. PostgreSQL sorts them once:
 * keyset pages would sort anew for each page, for no index has this order.
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

/** The next records of the list; none at its end. */
export async function fetchVerifiedRecords(trx: Database, limit: number): Promise<VerifiedRecord[]> {
  const { rows } = await sql<VerifiedRecord>`fetch ${sql.lit(limit)} from verified_records`.execute(trx)
  return rows
}

/** Ends the list, so that another one can begin. */
export async function closeVerifiedRecords(trx: Database): Promise<void> {
  await sql`close verified_records`.execute(trx)
}

/** Those of the records that were changed at the time or later; a message never says when it was changed. */
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

/** What came of the records of one file. */
export interface VerifiedFile extends Pick<VerifiedRecord, 'isBackup' | 'bytes' | 'bytesSha256'> {
  readonly number: number
  readonly kind: RecordKind
  readonly path: string
  verified: number
  differing: number
  readonly source: Digest
  readonly published: Digest
}

/** Keeps the proofs as those of the job that verified. */
export async function insertVerifiedFiles(
  db: Database,
  jobId: string,
  files: readonly VerifiedFile[],
): Promise<void> {
  const rows = files.map(({ isBackup, bytesSha256, source, published, ...file }) => ({
    ...file,
    is_backup: isBackup,
    bytes_sha256: bytesSha256 === null ? null : `\\x${bytesSha256}`,
    records: file.verified + file.differing,
    rejected: 0,
    source_digest: `\\x${digestText(source)}`,
    published_digest: `\\x${digestText(published)}`,
  }))
  await sql`
    insert into import_files (job_id, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing, source_digest, published_digest)
    select ${jobId}::uuid, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing, source_digest, published_digest
    from jsonb_populate_recordset(null::import_files, ${JSON.stringify(rows)}::jsonb)`.execute(db)
}
