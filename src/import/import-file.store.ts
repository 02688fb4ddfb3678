import { type Selection, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import type { Page } from '../database/page.ts'
import { inPage, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { DB } from '../generated/database.ts'

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
export type ImportFileListRow = ImportFileRow & { readonly id: string; readonly sortKey: number }
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
