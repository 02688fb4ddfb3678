import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { type Digest, digestText } from './digest.ts'

/** What was read back of a file's records. */
export interface FileProof {
  readonly fileNumber: number
  verified: number
  differing: number
  readonly source: Digest
  readonly published: Digest
}

/** Keeps what was found of the files that are staged. A file without proof has had nothing to verify. */
export async function insertFileProofs(
  trx: Database,
  jobId: string,
  proofs: readonly FileProof[],
): Promise<void> {
  const rows = proofs.map(({ fileNumber, verified, differing, source, published }) => ({
    number: fileNumber,
    verified,
    differing,
    source_digest: `\\x${digestText(source)}`,
    published_digest: `\\x${digestText(published)}`,
  }))
  await sql`
    insert into import_files (job_id, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing, source_digest, published_digest)
    select ${jobId}::uuid, files.number, files.kind, files.path, files.is_backup, files.bytes, files.bytes_sha256,
      files.records, files.rejected, proof.verified, proof.differing, proof.source_digest, proof.published_digest
    from staging.files as files
    join jsonb_populate_recordset(null::import_files, ${JSON.stringify(rows)}::jsonb) as proof using (number)`.execute(
    trx,
  )
}

/** The same of all other files, of which nothing was read back. */
export async function insertUnprovenFiles(trx: Database, jobId: string): Promise<void> {
  await sql`
    insert into import_files (job_id, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing)
    select ${jobId}::uuid, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected, 0, 0
    from staging.files
    where not exists (
      select from import_files where import_files.job_id = ${jobId}::uuid and import_files.number = files.number
    )`.execute(trx)
}
