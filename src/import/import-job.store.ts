import { type RawBuilder, type Selection, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Page } from '../database/page.ts'
import { inPage, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { DB } from '../generated/database.ts'
import type { ImportRequest } from './import-request.ts'

const importJobColumns = [
  'import_jobs.id',
  'import_jobs.operation',
  'import_jobs.of_job as ofJobId',
  'import_jobs.source',
  'import_jobs.started_by as startedById',
  'import_jobs.phase',
  'import_jobs.directory',
  'import_jobs.layout',
  'import_jobs.is_dry_run as dryRun',
  'import_jobs.on_conflict as onConflict',
  'import_jobs.include_backups as includeBackups',
  'import_jobs.orphans',
  'import_jobs.on_damage as onDamage',
  'import_jobs.is_verified as verify',
  'import_jobs.error_code as errorCode',
  'import_jobs.error_message as errorMessage',
  'import_jobs.created_at as createdAt',
  'import_jobs.resumed_at as resumedAt',
  'import_jobs.finished_at as finishedAt',
  'import_jobs.reverted_at as revertedAt',
] as const

/** What grows while the job runs. */
const progressColumns = [
  'import_progress.counts',
  'import_progress.warnings',
  'import_progress.skipped_paths as skippedPaths',
  'import_progress.bytes_read as bytesRead',
  'import_progress.bytes_total as bytesTotal',
  'import_progress.records_published as recordsPublished',
  'import_progress.started_at as startedAt',
  'import_progress.reading_finished_at as readingFinishedAt',
  'import_progress.heartbeat_at as heartbeatAt',
] as const

export type ImportJobRow = Selection<DB, 'import_jobs', (typeof importJobColumns)[number]> &
  Selection<DB, 'import_progress', (typeof progressColumns)[number]>
export type ImportJobListRow = ImportJobRow & { readonly sortKey: Date | string }
export type ImportJobPage = Page<ImportJobListRow>

export const importJobSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`import_jobs.created_at` },
} satisfies Record<string, SortKey>

const unfinishedPhases = ['queued', 'reading', 'publishing', 'verifying']

/** Records the job, which has not got anywhere yet; returns its id. */
export async function insertImportJob(db: Database, request: ImportRequest): Promise<string> {
  const { id } = await db
    .with('job', (db) => db.insertInto('import_jobs').values(toValues(request)).returning('id'))
    .insertInto('import_progress')
    .columns(['job_id'])
    .expression((eb) => eb.selectFrom('job').select('id'))
    .returning('job_id as id')
    .executeTakeFirstOrThrow()
  return id
}

function toValues(request: ImportRequest) {
  return {
    operation: request.operation,
    of_job: request.ofJobId,
    source: request.source,
    started_by: request.startedById,
    directory: request.directory,
    layout: request.layout,
    is_dry_run: request.isDryRun,
    on_conflict: request.onConflict,
    include_backups: request.includeBackups,
    orphans: request.orphans,
    on_damage: request.onDamage,
    is_verified: request.isVerified,
  }
}

/** Those of the ids that are jobs, in any order. */
export function findImportJobs(db: Database, ids: readonly string[]): Promise<ImportJobRow[]> {
  return selectJobs(db).where(sql<boolean>`import_jobs.id = any(${ids}::uuid[])`).execute()
}

/** The id of the job that is under way, if it has been recorded yet. */
export async function findUnfinishedImportJobId(db: Database): Promise<string | undefined> {
  const job = await db
    .selectFrom('import_jobs')
    .select('id')
    .where(isUnfinished())
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return job?.id
}

/** A page of all jobs, in fetching order. */
export function listImportJobs(db: Database, page: PageRequest): Promise<ImportJobListRow[]> {
  return selectJobs(db)
    .select(page.sortKey.expression.as('sortKey'))
    .where(inPage(page, 'import_jobs.id'))
    .orderBy(page.sortKey.expression, page.fetchDirection)
    .orderBy('import_jobs.id', page.fetchDirection)
    .limit(page.fetchLimit)
    .execute()
}

function selectJobs(db: Database) {
  return db
    .selectFrom('import_jobs')
    .innerJoin('import_progress', 'import_progress.job_id', 'import_jobs.id')
    .select([...importJobColumns, ...progressColumns])
}

/** How many jobs there are. */
export async function countImportJobs(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('import_jobs')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** A condition on `import_jobs`: the job has not ended. */
export function isUnfinished(): RawBuilder<boolean> {
  return sql<boolean>`import_jobs.phase = any(${unfinishedPhases})`
}
