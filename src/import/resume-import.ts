import type { Database } from '../database/connection.ts'
import type { ImportFailureCode } from './import-failure.ts'
import { findImportJobs, type ImportJobRow, insertImportJob } from './import-job.store.ts'
import { type JobRun, reopenImportJob } from './import-job-state.store.ts'
import type { ImportRequest } from './import-request.ts'
import { claimStaging, findStagedJobId } from './stages/staging.store.ts'

/** Failures that say nothing of the source or of the tables: what was staged before is still right. */
const resumableCodes: readonly string[] = [
  'INTERRUPTED',
  'DATABASE_LOST',
  'DISK_FULL',
] satisfies ImportFailureCode[]

/** True when a job that failed so can be gone on with. */
export function isResumable({ operation }: ImportRequest, code: ImportFailureCode): boolean {
  return operation === 'import' && resumableCodes.includes(code)
}

/**
 * The job that does what is asked: an import that was interrupted and was asked to do the same, or else a new one. Only
 * for the holder of the import lock.
 */
export async function takeUpJob(db: Database, request: ImportRequest): Promise<JobRun> {
  const stagedJobId = await findStagedJobId(db)
  const [job] = stagedJobId === undefined ? [] : await findImportJobs(db, [stagedJobId])
  if (job !== undefined && canGoOn(job, request)) {
    return reopenImportJob(db, job.id)
  }
  const jobId = await insertImportJob(db, request)
  if (stagesRecords(request)) await claimStaging(db, jobId)
  return { jobId, resumedAt: null }
}

/** True for a job that goes through the staging. */
function stagesRecords({ operation }: ImportRequest): boolean {
  return operation === 'import' || operation === 'retry'
}

/** Uploaded files come again with every request: there is nothing to go on with. */
function canGoOn(job: ImportJobRow, request: ImportRequest): boolean {
  return (
    job.phase === 'failed' &&
    resumableCodes.includes(job.errorCode ?? '') &&
    job.operation === 'import' &&
    job.source === 'directory' &&
    job.source === request.source &&
    job.operation === request.operation &&
    job.directory === request.directory &&
    job.layout === request.layout &&
    job.dryRun === request.isDryRun &&
    job.onConflict === request.onConflict &&
    job.includeBackups === request.includeBackups &&
    job.orphans === request.orphans &&
    job.onDamage === request.onDamage &&
    job.verify === request.isVerified
  )
}
