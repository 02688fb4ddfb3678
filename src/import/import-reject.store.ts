import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import { allOf, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import type { Page } from '../database/page.ts'
import { inPage, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { DB } from '../generated/database.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'

// Without raw: it may be megabytes, and holds secrets.
const importRejectColumns = [
  'import_rejects.job_id as jobId',
  'import_rejects.number',
  'import_rejects.kind',
  'import_rejects.file',
  'import_rejects.line',
  'import_rejects.pointer',
  'import_rejects.code',
  'import_rejects.message',
  'import_rejects.raw_bytes as rawBytes',
  'import_rejects.imported_by as importedById',
] as const

export type ImportRejectRow = Selection<DB, 'import_rejects', (typeof importRejectColumns)[number]>
/** `id` is the job's: together with the number it is the reject's place. */
export type ImportRejectListRow = ImportRejectRow & { readonly id: string; readonly sortKey: number }
export type ImportRejectPage = Page<ImportRejectListRow>

export const importRejectSortKeys = {
  number: { type: 'integer', expression: sql`import_rejects.number` },
} satisfies Record<string, SortKey>

/** A page of each job's rejects; within a job in fetching order. */
export function listImportRejects(
  db: Database,
  jobs: readonly Parent[],
  filter: ImportRejectFilter,
  page: PageRequest,
): Promise<ImportRejectListRow[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('import_rejects')
          .select([...importRejectColumns, 'import_rejects.job_id as id', 'import_rejects.number as sortKey'])
          .whereRef('import_rejects.job_id', '=', 'parent.id')
          .where(matches(filter))
          .where(inPage(page, 'import_rejects.job_id'))
          .orderBy('import_rejects.number', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('reject'),
      (join) => join.onTrue(),
    )
    .selectAll('reject')
    .orderBy('reject.sortKey', page.fetchDirection)
    .execute()
}

/** How many matching rejects each job has; jobs without any are left out. */
export function countImportRejects(
  db: Database,
  jobs: readonly Parent[],
  filter: ImportRejectFilter,
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoin('import_rejects', 'import_rejects.job_id', 'parent.id')
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .where(matches(filter))
    .groupBy('parent.id')
    .execute()
}

export interface RejectCountRow {
  readonly jobId: string
  readonly kind: ImportRejectRow['kind']
  readonly code: string
  readonly count: number
}

/** How many rejects each job has of each kind and code, the most frequent first. Both are closed lists: so is this. */
export function countImportRejectsByCode(db: Database, jobs: readonly Parent[]): Promise<RejectCountRow[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoin('import_rejects', 'import_rejects.job_id', 'parent.id')
    .select(({ fn }) => [
      'import_rejects.job_id as jobId',
      'import_rejects.kind',
      'import_rejects.code',
      sql<number>`${fn.countAll()}::int`.as('count'),
    ])
    .groupBy(['import_rejects.job_id', 'import_rejects.kind', 'import_rejects.code'])
    .orderBy('count', 'desc')
    .orderBy('import_rejects.kind')
    .orderBy('import_rejects.code')
    .execute()
}

export interface RejectKey {
  readonly jobId: string
  readonly number: number
}

/** The first bytes of what the rejects were made of. */
export function findRejectBeginnings(
  db: Database,
  keys: readonly RejectKey[],
  maxBytes: number,
): Promise<(RejectKey & { readonly beginning: Buffer })[]> {
  const jobIds = keys.map(({ jobId }) => jobId)
  const numbers = keys.map(({ number }) => number)
  return db
    .selectFrom('import_rejects')
    .select(['job_id as jobId', 'number', sql<Buffer>`substring(raw for ${maxBytes})`.as('beginning')])
    .where(sql<SqlBool>`(job_id, number) in (select * from unnest(${jobIds}::uuid[], ${numbers}::integer[]))`)
    .execute()
}

function matches({ kind, code }: ImportRejectFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(kind ? [sql<SqlBool>`import_rejects.kind = any(${kind}::text[])`] : []),
    ...(code ? [sql<SqlBool>`import_rejects.code = any(${code}::text[])`] : []),
  ])
}
