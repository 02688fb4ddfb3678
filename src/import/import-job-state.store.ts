import { type QueryCreator, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'
import type { ImportFailure } from './import-failure.ts'
import { isUnfinished } from './import-job.store.ts'
import { type ImportReport, publicCounts } from './report.ts'

/** Asks an unfinished job to stop; a finished one stays as it is. */
export async function requestImportCancel(db: Database, id: string): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({ is_cancel_requested: true })
    .where('id', '=', id)
    .where(isUnfinished())
    .execute()
}

/**
 * One run of a job, by whoever holds the import lock. Another server may have taken the job up in a later run before
 * the one that lost the lock notices: that one says nothing of the job any more.
 */
export interface JobRun {
  readonly jobId: string
  /** When the job was taken up again; null for its first run. */
  readonly resumedAt: Date | null
}

/** Shows how far the job is, and returns whether it has been asked to stop. Never touches a finished job. */
export async function saveImportProgress(db: Database, run: JobRun, report: ImportReport): Promise<boolean> {
  const job = await db
    // Locked, or the progress of a job that ends just now would be overwritten with an older one.
    .with('job', (db) => selectRun(db, run).select(['id', 'is_cancel_requested']).forNoKeyUpdate())
    // Only when it changes: see the migration import-progress.
    .with('phase', (db) =>
      db
        .updateTable('import_jobs')
        .from('job')
        .set({ phase: report.phase })
        .whereRef('import_jobs.id', '=', 'job.id')
        .where('import_jobs.phase', '<>', report.phase),
    )
    .updateTable('import_progress')
    .from('job')
    .set({ ...toColumns(report), heartbeat_at: sql`current_timestamp` })
    .whereRef('import_progress.job_id', '=', 'job.id')
    .returning('job.is_cancel_requested as isCancelRequested')
    .executeTakeFirst()
  return job?.isCancelRequested ?? false
}

/**
 * Ends a job well, whatever was said of it before: in the publishing transaction, so that the job and the tables say
 * the same after any crash.
 */
export async function completeImportJob(trx: Database, id: string, report: ImportReport): Promise<void> {
  await trx
    .with('job', (db) =>
      db
        .updateTable('import_jobs')
        .set({
          phase: 'completed',
          error_code: null,
          error_message: null,
          finished_at: sql`clock_timestamp()`,
        })
        .where('id', '=', id)
        .returning('id'),
    )
    .updateTable('import_progress')
    .from('job')
    .set(toColumns({ ...report, phase: 'completed' }))
    .whereRef('import_progress.job_id', '=', 'job.id')
    .execute()
}

/** Ends a job otherwise; one that is completed after all stays so. */
export async function failImportJob(
  db: Database,
  run: JobRun,
  report: ImportReport,
  failure: ImportFailure | 'cancelled',
): Promise<void> {
  await db
    .with('run', (db) => selectRun(db, run).select('id').forNoKeyUpdate())
    .with('job', (db) =>
      db
        .updateTable('import_jobs')
        .from('run')
        .set({
          phase: failure === 'cancelled' ? 'cancelled' : 'failed',
          error_code: failure === 'cancelled' ? null : failure.code,
          error_message: failure === 'cancelled' ? null : failure.message,
          finished_at: sql`current_timestamp`,
        })
        .whereRef('import_jobs.id', '=', 'run.id'),
    )
    .updateTable('import_progress')
    .from('run')
    .set(toColumns(report))
    .whereRef('import_progress.job_id', '=', 'run.id')
    .execute()
}

/** The job, as long as this run of it has not ended. */
function selectRun(db: QueryCreator<DB>, { jobId, resumedAt }: JobRun) {
  return db
    .selectFrom('import_jobs')
    .where('id', '=', jobId)
    .where('resumed_at', 'is not distinct from', resumedAt)
    .where(isUnfinished())
}

/**
 * Fails the jobs whose server died; one that was asked to stop is cancelled. Only for the holder of the import lock:
 * nobody else can tell such a job from one that runs.
 */
export async function failInterruptedImportJobs(db: Database, failure: ImportFailure): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({
      phase: sql`case when is_cancel_requested then 'cancelled' else 'failed' end`,
      error_code: sql`case when is_cancel_requested then null else ${failure.code} end`,
      error_message: sql`case when is_cancel_requested then null else ${failure.message} end`,
      finished_at: sql`current_timestamp`,
    })
    .where(isUnfinished())
    .execute()
}

/** Takes a failed job up again: it is as if it had never ended. No two runs of a job have the same time. */
export async function reopenImportJob(db: Database, id: string): Promise<JobRun> {
  const { resumedAt } = await db
    .updateTable('import_jobs')
    .set({
      phase: 'queued',
      is_cancel_requested: false,
      error_code: null,
      error_message: null,
      finished_at: null,
      resumed_at: sql`greatest(current_timestamp, resumed_at + interval '1 ms')`,
    })
    .where('id', '=', id)
    .returning('resumed_at as resumedAt')
    .executeTakeFirstOrThrow()
  return { jobId: id, resumedAt }
}

function toColumns(report: ImportReport) {
  return {
    counts: JSON.stringify(publicCounts(report)),
    warnings: JSON.stringify(report.warnings),
    skipped_paths: JSON.stringify(report.skippedPaths),
    bytes_read: report.bytesRead,
    bytes_total: report.bytesTotal,
    records_published: report.recordsPublished,
    started_at: report.startedAt,
    reading_finished_at: report.readingFinishedAt,
  }
}
