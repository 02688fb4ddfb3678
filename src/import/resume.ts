import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type Connection, type Database, openDedicatedConnection } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import type { ImportFailure, ImportFailureCode } from './failure.ts'
import {
  failInterruptedImportJobs,
  findImportJobs,
  type ImportJobRow,
  type ImportRequest,
  insertImportJob,
  type JobRun,
  lockImports,
  reopenImportJob,
  unlockImports,
} from './job.store.ts'
import { findUploads } from './source/upload.store.ts'
import { claimStaging, clearStaging, findStagedJobId } from './staging/staging.store.ts'

/** Failures that have nothing to do with the source or the tables: the staged rows are still valid. */
const resumableCodes: readonly (string | null)[] = [
  'INTERRUPTED',
  'DATABASE_LOST',
  'DISK_FULL',
] satisfies ImportFailureCode[]

/** True if a job that failed with this code can be resumed. */
export function isResumable({ operation }: Pick<ImportRequest, 'operation'>, code: string | null): boolean {
  return operation === 'import' && resumableCodes.includes(code)
}

/**
 * Resumes an interrupted import with the same request, or inserts a new job. Only for the holder of the import lock.
 */
export async function resumeOrInsertJob(db: Database, request: ImportRequest): Promise<JobRun> {
  const stagedJobId = await findStagedJobId(db)
  const [job] = stagedJobId === undefined ? [] : await findImportJobs(db, [stagedJobId])
  if (job !== undefined && isInterruptedAs(job, request)) return reopenImportJob(db, job.id)
  const jobId = await insertImportJob(db, request)
  if (stagesRecords(request)) await claimStaging(db, jobId)
  return { jobId, resumedAt: null }
}

function stagesRecords({ operation }: ImportRequest): boolean {
  return operation === 'import' || operation === 'retry' || operation === 'take_over'
}

/** Only directories: a request sends its uploads again, so an upload's job is resumed only by the server's start. */
function isInterruptedAs(job: ImportJobRow, request: ImportRequest): boolean {
  const asked = { ...toRequest(job), startedById: request.startedById }
  return wasInterrupted(job) && job.source === 'directory' && isDeepStrictEqual(asked, request)
}

function wasInterrupted(job: ImportJobRow): boolean {
  return job.phase === 'failed' && isResumable(job, job.errorCode)
}

export interface InterruptedUpload {
  readonly jobRun: JobRun
  readonly request: ImportRequest
}

/**
 * Fails the jobs of dead servers. A job whose uploads had all arrived is resumed, because no request will do so;
 * other incomplete uploads are deleted. Only for the holder of the import lock.
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
  const { operation, ofJobId, source, directory, layout, isDryRun } = job
  const { onConflict, orphans, onEmailTaken, onDamage } = job
  return {
    ...{ operation, ofJobId, source, directory, layout, isDryRun },
    ...{ onConflict, orphans, onEmailTaken, onDamage },
    includeBackups: job.hasBackups,
    isVerified: job.hasVerification,
    startedById: job.startedById,
  }
}

const failAgainMs = 1_000
const maxRefusals = 30

/**
 * Fails the job as soon as the database is reachable again, so that it does not appear to run forever. The lock may
 * still be held by the job's lost session, which PostgreSQL terminates within seconds. A process that holds it for
 * longer is running an import, and has already failed this job.
 */
export async function failWhenReachable(
  connection: Connection,
  failure: ImportFailure,
  signal: AbortSignal,
): Promise<void> {
  for (let refusals = 0; !signal.aborted && refusals < maxRefusals; ) {
    try {
      if (await failAbandonedJobs(connection, failure)) return
      refusals += 1
    } catch {
      // The database is still unreachable.
    }
    await sleep(failAgainMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Returns whether the lock was free. */
async function failAbandonedJobs({ db, pool }: Connection, failure: ImportFailure): Promise<boolean> {
  const dedicated = await openDedicatedConnection(pool)
  try {
    if (!(await lockImports(dedicated.db))) return false
    await failInterruptedImportJobs(db, failure)
    await unlockImports(dedicated.db)
    return true
  } finally {
    dedicated.close()
  }
}
