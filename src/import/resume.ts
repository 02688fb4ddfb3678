import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import type { ImportFailure, ImportFailureCode } from './failure.ts'
import {
  failInterruptedImportJobs,
  findImportJobs,
  type ImportJobRow,
  type ImportRequest,
  insertImportJob,
  type JobRun,
  reopenImportJob,
} from './job.store.ts'
import { findUploads } from './source/upload.store.ts'
import { claimStaging, clearStaging, findStagedJobId } from './staging/staging.store.ts'

/** Failures that say nothing of the source or of the tables: what was staged before is still right. */
const resumableCodes: readonly (string | null)[] = [
  'INTERRUPTED',
  'DATABASE_LOST',
  'DISK_FULL',
] satisfies ImportFailureCode[]

/** True when a job that failed so can be gone on with. */
export function isResumable({ operation }: Pick<ImportRequest, 'operation'>, code: string | null): boolean {
  return operation === 'import' && resumableCodes.includes(code)
}

/**
 * The job that does what is asked: an import that was interrupted and was asked to do the same, or else a new one. Only
 * for the holder of the import lock.
 */
export async function resumeOrInsertJob(db: Database, request: ImportRequest): Promise<JobRun> {
  const stagedJobId = await findStagedJobId(db)
  const [job] = stagedJobId === undefined ? [] : await findImportJobs(db, [stagedJobId])
  if (job !== undefined && isInterruptedAs(job, request)) {
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

/** Uploaded files come again with every request: their job goes on only by itself. */
function isInterruptedAs(job: ImportJobRow, request: ImportRequest): boolean {
  const asked = { ...toRequest(job), startedById: request.startedById }
  return wasInterrupted(job) && job.source === 'directory' && isDeepStrictEqual(asked, request)
}

function wasInterrupted(job: ImportJobRow): boolean {
  return job.phase === 'failed' && isResumable(job, job.errorCode)
}

/** A job that is to go on with what it was asked. */
export interface InterruptedUpload {
  readonly jobRun: JobRun
  readonly request: ImportRequest
}

/**
 * Fails the jobs whose server died. One whose uploaded files had all arrived is taken up again at once, for nobody will
 * ask for it; what had arrived for another one is cleared. Only for the holder of the import lock.
 */
export async function resumeUpload(
  db: Database,
  failure: ImportFailure,
): Promise<InterruptedUpload | undefined> {
  return inTransaction(db, async (trx) => {
    await failInterruptedImportJobs(trx, failure)
    const stagedJobId = await findStagedJobId(trx)
    const [job] = stagedJobId === undefined ? [] : await findImportJobs(trx, [stagedJobId])
    if (job?.source !== 'upload') return undefined
    if (wasInterrupted(job) && (await findUploads(trx)).length > 0) {
      return { jobRun: await reopenImportJob(trx, job.id), request: toRequest(job) }
    }
    await clearStaging(trx)
    return undefined
  })
}

function toRequest(job: ImportJobRow): ImportRequest {
  const { operation, ofJobId, source, directory, layout, onConflict, includeBackups, orphans, onDamage } = job
  return {
    ...{ operation, ofJobId, source, directory, layout, onConflict, includeBackups, orphans, onDamage },
    isDryRun: job.dryRun,
    isVerified: job.verify,
    startedById: job.startedById,
  }
}
