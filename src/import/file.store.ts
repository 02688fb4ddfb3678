import { type RawBuilder, type Selection, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { DB } from '../generated/database.ts'
import { type Digest, digestText } from './records/digest.ts'
import type { RecordKind } from './records/record-type.ts'

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
/** `id` is the job's. */
type ImportFileListRow = ImportFileRow & { readonly id: string; readonly sortKey: number }
export type ImportFilePage = Page<ImportFileListRow>

export const importFileSortKeys = {
  number: { type: 'integer', expression: sql`import_files.number` },
} satisfies Record<string, SortKey>

/** A page of each job's files, in fetching order within a job. */
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

/** The number of files of each job; jobs without any are omitted. */
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

/** The result of verifying a file's records. */
export interface FileVerification {
  readonly fileNumber: number
  verified: number
  differing: number
  readonly source: Digest
  readonly published: Digest
}

/** Saves staged files with their verification. Without files, sends no statement. */
export async function insertVerifiedFiles(
  trx: Database,
  jobId: string,
  files: Iterable<FileVerification>,
): Promise<void> {
  const rows = Array.from(files, ({ fileNumber, verified, differing, source, published }) => ({
    number: fileNumber,
    verified,
    differing,
    source_digest: toBytea(source),
    published_digest: toBytea(published),
  }))
  if (rows.length === 0) return
  const source = sql`
    staging.files
    join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as result (number integer, verified integer, differing integer, source_digest bytea, published_digest bytea)
      using (number)`
  await insertFiles(trx, jobId, source)
}

/** Saves the remaining staged files, which had no records to verify. */
export async function insertUnverifiedFiles(trx: Database, jobId: string): Promise<void> {
  const source = sql`
    staging.files
    cross join (values (0, 0, null::bytea, null::bytea))
      as result (verified, differing, source_digest, published_digest)
    where not exists (
      select from import_files where import_files.job_id = ${jobId}::uuid and import_files.number = files.number
    )`
  await insertFiles(trx, jobId, source)
}

/** A file whose records were verified again by a later job. */
export interface VerifiedFile extends Omit<FileVerification, 'fileNumber'> {
  readonly number: number
  readonly kind: RecordKind
  readonly path: string
  readonly isBackup: boolean
  /** As text, as the driver returns it. */
  readonly bytes: string
  /** Hexadecimal; null if the file was not read to its end. */
  readonly bytesSha256: string | null
}

/** Saves files that a job has verified without staging them. */
export async function insertReverifiedFiles(
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
    source_digest: toBytea(source),
    published_digest: toBytea(published),
  }))
  await insertFiles(
    db,
    jobId,
    sql`jsonb_populate_recordset(null::import_files, ${JSON.stringify(rows)}::jsonb)`,
  )
}

/** @param source a FROM clause that provides the columns by name. */
async function insertFiles(db: Database, jobId: string, source: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into import_files (job_id, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing, source_digest, published_digest)
    select ${jobId}::uuid, number, kind, path, is_backup, bytes, bytes_sha256, records, rejected,
      verified, differing, source_digest, published_digest
    from ${source}`.execute(db)
}

function toBytea(digest: Digest): string {
  return `\\x${digestText(digest)}`
}
