import { type QueryCreator, type RawBuilder, type Selectable, type Selection, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { type Page, type PageRequest, type SortKey, takePage } from '../database/pagination.ts'
import type { DB } from '../generated/database.ts'
import { type ImportReport, publicCounts } from './counts.ts'
import type { ImportFailure } from './failure.ts'

type ImportJobs = Selectable<DB['import_jobs']>

/** The operation of a job and its options. */
export interface ImportRequest {
  readonly operation: ImportJobs['operation']
  /** The job to retry, verify, or revert; otherwise null. */
  readonly ofJobId: string | null
  readonly source: ImportJobs['source']
  /** The directory as the caller named it; null for uploaded files. */
  readonly directory: string | null
  readonly layout: ImportJobs['layout']
  readonly isDryRun: boolean
  readonly onConflict: ImportJobs['on_conflict']
  readonly includeBackups: boolean
  readonly orphans: ImportJobs['orphans']
  readonly onEmailTaken: ImportJobs['on_email_taken']
  readonly onDamage: ImportJobs['on_damage']
  /** Whether to read back and compare all records before they are published. */
  readonly isVerified: boolean
  /** Null for the command line. */
  readonly startedById: string | null
}

/** Adds the defaults of omitted options. */
export function createRequest(
  asked: Pick<ImportRequest, 'operation' | 'startedById'> & Partial<ImportRequest>,
): ImportRequest {
  return {
    ofJobId: null,
    source: 'directory',
    directory: null,
    layout: 'auto',
    isDryRun: false,
    onConflict: 'skip',
    includeBackups: true,
    orphans: 'quarantine',
    onEmailTaken: 'reject',
    onDamage: 'salvage',
    isVerified: true,
    ...asked,
  }
}

const importJobColumns = [
  'import_jobs.id',
  'import_jobs.operation',
  'import_jobs.of_job as ofJobId',
  'import_jobs.source',
  'import_jobs.started_by as startedById',
  'import_jobs.phase',
  'import_jobs.directory',
  'import_jobs.layout',
  'import_jobs.is_dry_run as isDryRun',
  'import_jobs.on_conflict as onConflict',
  'import_jobs.include_backups as hasBackups',
  'import_jobs.orphans',
  'import_jobs.on_email_taken as onEmailTaken',
  'import_jobs.on_damage as onDamage',
  'import_jobs.is_verified as hasVerification',
  'import_jobs.error_code as errorCode',
  'import_jobs.error_message as errorMessage',
  'import_jobs.created_at as createdAt',
  'import_jobs.resumed_at as resumedAt',
  'import_jobs.finished_at as finishedAt',
  'import_jobs.reverted_at as revertedAt',
] as const

const progressColumns = [
  'import_progress.counts',
  'import_progress.warnings',
  'import_progress.skipped_paths as skippedPaths',
  'import_progress.renamed_users as renamedUsers',
  'import_progress.bytes_read as bytesRead',
  'import_progress.bytes_total as bytesTotal',
  'import_progress.records_published as recordsPublished',
  'import_progress.started_at as startedAt',
  'import_progress.reading_finished_at as readingFinishedAt',
  'import_progress.heartbeat_at as heartbeatAt',
] as const

export type ImportJobRow = Selection<DB, 'import_jobs', (typeof importJobColumns)[number]> &
  Selection<DB, 'import_progress', (typeof progressColumns)[number]>
type ImportJobListRow = ImportJobRow & { readonly sortKey: Date | string | number }
export type ImportJobPage = Page<ImportJobListRow>

export const importJobSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`import_jobs.created_at` },
} satisfies Record<string, SortKey>

const unfinishedPhases = ['queued', 'reading', 'publishing', 'verifying']

/** Inserts a queued job and returns its id. */
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
    on_email_taken: request.onEmailTaken,
    on_damage: request.onDamage,
    is_verified: request.isVerified,
  }
}

/** The jobs with these ids, in any order. */
export function findImportJobs(db: Database, ids: readonly string[]): Promise<ImportJobRow[]> {
  return selectJobs(db).where(sql<boolean>`import_jobs.id = any(${ids}::uuid[])`).execute()
}

/** The id of the running job, if it has been inserted yet. */
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
    .$call(takePage(page, 'import_jobs.id'))
    .execute()
}

function selectJobs(db: Database) {
  return db
    .selectFrom('import_jobs')
    .innerJoin('import_progress', 'import_progress.job_id', 'import_jobs.id')
    .select([...importJobColumns, ...progressColumns])
}

export async function countImportJobs(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('import_jobs')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** A condition on `import_jobs`. */
function isUnfinished(): RawBuilder<boolean> {
  return sql<boolean>`import_jobs.phase = any(${unfinishedPhases})`
}

/** Requests an unfinished job to stop; does nothing for a finished one. */
export async function requestImportCancel(db: Database, id: string): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({ is_cancel_requested: true })
    .where('id', '=', id)
    .where(isUnfinished())
    .execute()
}

/**
 * One run of a job, by the holder of the import lock. Another server may have resumed the job in a later run before a
 * server that lost the lock notices; the earlier run then no longer updates the job.
 */
export interface JobRun {
  readonly jobId: string
  /** When the job was resumed; null for its first run. */
  readonly resumedAt: Date | null
}

/** Saves the progress, and returns whether the job was requested to stop. Never changes a finished job. */
export async function updateImportProgress(
  db: Database,
  run: JobRun,
  report: ImportReport,
): Promise<boolean> {
  const job = await db
    // Without this lock, an older progress could overwrite that of a job which is ending right now.
    .with('job', (db) => selectRun(db, run).select(['id', 'is_cancel_requested']).forNoKeyUpdate())
    // Only if it changes: see the migration import-progress.
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

/** Call this in the transaction that publishes, so that the job and the tables agree after a crash. */
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

/** Fails or cancels a job, unless it is already completed. */
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

/** The job, unless this run of it has ended. */
function selectRun(db: QueryCreator<DB>, { jobId, resumedAt }: JobRun) {
  return db
    .selectFrom('import_jobs')
    .where('id', '=', jobId)
    .where('resumed_at', 'is not distinct from', resumedAt)
    .where(isUnfinished())
}

/**
 * Fails jobs whose server died; those requested to stop are cancelled. Only for the holder of the import lock,
 * because without it such a job looks like a running one.
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

/** Sets a failed job back to queued, and returns its new run. No two runs of a job have the same time. */
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
    counts: JSON.stringify({ ...publicCounts(report), documents: report.documents }),
    warnings: JSON.stringify(report.warnings),
    skipped_paths: JSON.stringify(report.skippedPaths),
    renamed_users: JSON.stringify(report.renamedUsers),
    bytes_read: report.bytesRead,
    bytes_total: report.bytesTotal,
    records_published: report.recordsPublished,
    started_at: report.startedAt,
    reading_finished_at: report.readingFinishedAt,
  }
}

/** Arbitrary, but must be the same in all versions of this program. */
const importLock = 7_215_034_461

/**
 * Takes the import lock, which one session at a time can hold per database, and returns whether it was free. It is
 * released with the session, even if the process is killed.
 */
export async function lockImports(db: Database): Promise<boolean> {
  const { rows } = await sql<{ isLocked: boolean }>`
    select pg_try_advisory_lock(${importLock}) as "isLocked"`.execute(db)
  return rows[0]?.isLocked === true
}

/** Releases the import lock. PostgreSQL would notice the end of the session only after a delay. */
export async function unlockImports(db: Database): Promise<void> {
  await sql`select pg_advisory_unlock(${importLock})`.execute(db)
}

/** Cancels the session's current statement, if the session is ours; the session stays open. */
export async function cancelStatement(db: Database, processId: number): Promise<void> {
  await sql`select pg_cancel_backend(${processId})`.execute(db)
}
