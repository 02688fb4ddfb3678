import { type Selection, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { DB } from '../generated/database.ts'
import { type Digest, digestText } from './publish/digest.ts'

const importFileColumns = [
  'import_files.job_id as jobId',
  'import_files.number',
  'import_files.kind',
  'import_files.path',
  'import_files.is_backup as isBackup',
  'import_files.bytes',
  'import_files.records',
  'import_files.rejected',
  'import_files.verified',
  'import_files.differing',
] as const

export type ImportFileRow = Selection<DB, 'import_files', (typeof importFileColumns)[number]> & {
  readonly bytesSha256: string | null
  readonly sourceDigest: string | null
  readonly publishedDigest: string | null
}
/** `id` is the job's: together with the number it is the file's place. */
type ImportFileListRow = ImportFileRow & { readonly id: string; readonly sortKey: number }
export type ImportFilePage = Page<ImportFileListRow>

export const importFileSortKeys = {
  number: { type: 'integer', expression: sql`import_files.number` },
} satisfies Record<string, SortKey>

/** A page of each job's files; within a job in fetching order. */
export function listImportFiles(
  db: Database,
  jobs: readonly Parent[],
  page: PageRequest,
): Promise<ImportFileListRow[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('import_files')
          .select([
            ...importFileColumns,
            sql<string | null>`encode(import_files.bytes_sha256, 'hex')`.as('bytesSha256'),
            sql<string | null>`encode(import_files.source_digest, 'hex')`.as('sourceDigest'),
            sql<string | null>`encode(import_files.published_digest, 'hex')`.as('publishedDigest'),
            'import_files.job_id as id',
            'import_files.number as sortKey',
          ])
          .whereRef('import_files.job_id', '=', 'parent.id')
          .where(inPage(page, 'import_files.job_id'))
          .orderBy('import_files.number', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('file'),
      (join) => join.onTrue(),
    )
    .selectAll('file')
    .orderBy('file.sortKey', page.fetchDirection)
    .execute()
}

/** How many files each job has; jobs without any are left out. */
export function countImportFiles(
  db: Database,
  jobs: readonly Parent[],
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoin('import_files', 'import_files.job_id', 'parent.id')
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .groupBy('parent.id')
    .execute()
}

/** What was read back of a file's records. */
export interface FileVerification {
  readonly fileNumber: number
  verified: number
  differing: number
  readonly source: Digest
  readonly published: Digest
}

/** Keeps what was found of the files that are staged. A file without proof has had nothing to verify. */
export async function insertVerifiedStagedFiles(
  trx: Database,
  jobId: string,
  proofs: readonly FileVerification[],
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
export async function insertUnverifiedStagedFiles(trx: Database, jobId: string): Promise<void> {
  await sql`
    insert into import_files (job_id, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing)
    select ${jobId}::uuid, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected, 0, 0
    from staging.files
    where not exists (
      select from import_files where import_files.job_id = ${jobId}::uuid and import_files.number = files.number
    )`.execute(trx)
}
