import { type RawBuilder, type Selection, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { DB } from '../generated/database.ts'
import type { ImportFailure } from './import-failure.ts'
import { type ImportReport, publicCounts } from './report.ts'

const importJobColumns = [
  'import_jobs.id',
  'import_jobs.started_by as startedById',
  'import_jobs.phase',
  'import_jobs.directory',
  'import_jobs.layout',
  'import_jobs.is_dry_run as dryRun',
  'import_jobs.on_conflict as onConflict',
  'import_jobs.include_backups as includeBackups',
  'import_jobs.orphans',
  'import_jobs.counts',
  'import_jobs.warnings',
  'import_jobs.skipped_paths as skippedPaths',
  'import_jobs.bytes_read as bytesRead',
  'import_jobs.bytes_total as bytesTotal',
  'import_jobs.error_code as errorCode',
  'import_jobs.error_message as errorMessage',
  'import_jobs.created_at as createdAt',
  'import_jobs.started_at as startedAt',
  'import_jobs.reading_finished_at as readingFinishedAt',
  'import_jobs.heartbeat_at as heartbeatAt',
  'import_jobs.finished_at as finishedAt',
] as const

export type ImportJobRow = Selection<DB, 'import_jobs', (typeof importJobColumns)[number]>
export type ImportJobListRow = ImportJobRow & { readonly sortKey: Date | string }
export type ImportJobPage = Page<ImportJobListRow>

export const importJobSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`import_jobs.created_at` },
} satisfies Record<string, SortKey>

/** What an import is asked to do. */
export interface ImportRequest {
  /** The directory as it was named. */
  readonly directory: string
  readonly layout: 'auto' | 'era1' | 'era2'
  readonly isDryRun: boolean
  readonly onConflict: 'skip' | 'update_if_newer'
  readonly includeBackups: boolean
  readonly orphans: 'quarantine' | 'placeholder_owner'
  /** Null for the operator at the command line. */
  readonly startedById: string | null
}

const unfinishedPhases = ['queued', 'reading', 'publishing', 'verifying']

/** Records the job; returns its id. */
export async function insertImportJob(db: Database, request: ImportRequest): Promise<string> {
  const { id } = await db
    .insertInto('import_jobs')
    .values({
      started_by: request.startedById,
      directory: request.directory,
      layout: request.layout,
      is_dry_run: request.isDryRun,
      on_conflict: request.onConflict,
      include_backups: request.includeBackups,
      orphans: request.orphans,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Those of the ids that are jobs, in any order. */
export function findImportJobs(db: Database, ids: readonly string[]): Promise<ImportJobRow[]> {
  return db
    .selectFrom('import_jobs')
    .select(importJobColumns)
    .where(sql<boolean>`import_jobs.id = any(${ids}::uuid[])`)
    .execute()
}

/** The id of the import that is under way, if it has been recorded yet. */
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
  return db
    .selectFrom('import_jobs')
    .select([...importJobColumns, page.sortKey.expression.as('sortKey')])
    .where(inPage(page, 'import_jobs.id'))
    .orderBy(page.sortKey.expression, page.fetchDirection)
    .orderBy('import_jobs.id', page.fetchDirection)
    .limit(page.fetchLimit)
    .execute()
}

/** How many jobs there are. */
export async function countImportJobs(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('import_jobs')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Asks an unfinished job to stop; a finished one stays as it is. */
export async function requestImportCancel(db: Database, id: string): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({ is_cancel_requested: true })
    .where('id', '=', id)
    .where(isUnfinished())
    .execute()
}

/** Shows how far the job is, and returns whether it has been asked to stop. Never touches a finished job. */
export async function saveImportProgress(db: Database, id: string, report: ImportReport): Promise<boolean> {
  const job = await db
    .updateTable('import_jobs')
    .set({ ...toColumns(report), heartbeat_at: sql`current_timestamp` })
    .where('id', '=', id)
    .where(isUnfinished())
    .returning('is_cancel_requested as isCancelRequested')
    .executeTakeFirst()
  return job?.isCancelRequested ?? false
}

/** Ends a job well: in the publishing transaction, so that the job and the tables say the same after any crash. */
export async function completeImportJob(trx: Database, id: string, report: ImportReport): Promise<void> {
  await trx
    .updateTable('import_jobs')
    .set({ ...toColumns({ ...report, phase: 'completed' }), finished_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}

/** Ends a job otherwise; one that is completed after all stays so. */
export async function failImportJob(
  db: Database,
  id: string,
  report: ImportReport,
  failure: ImportFailure | 'cancelled',
): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({
      ...toColumns(report),
      phase: failure === 'cancelled' ? 'cancelled' : 'failed',
      error_code: failure === 'cancelled' ? null : failure.code,
      error_message: failure === 'cancelled' ? null : failure.message,
      finished_at: sql`current_timestamp`,
    })
    .where('id', '=', id)
    .where(isUnfinished())
    .execute()
}

/**
 * Fails the jobs whose server died. Only for the holder of the import lock: nobody else can tell such a job from
 * one that runs.
 */
export async function failInterruptedImportJobs(db: Database, failure: ImportFailure): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({
      phase: 'failed',
      error_code: failure.code,
      error_message: failure.message,
      finished_at: sql`current_timestamp`,
    })
    .where(isUnfinished())
    .execute()
}

function isUnfinished(): RawBuilder<boolean> {
  return sql<boolean>`phase = any(${unfinishedPhases})`
}

function toColumns(report: ImportReport) {
  return {
    phase: report.phase,
    counts: JSON.stringify(publicCounts(report)),
    warnings: JSON.stringify(report.warnings),
    skipped_paths: JSON.stringify(report.skippedPaths),
    bytes_read: report.bytesRead,
    bytes_total: report.bytesTotal,
    started_at: report.startedAt,
    reading_finished_at: report.readingFinishedAt,
  }
}
