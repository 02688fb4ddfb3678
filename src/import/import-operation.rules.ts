import { AppError } from '../errors.ts'
import type { RetryRejectsInput, RevertImportInput, VerifyImportInput } from '../generated/graphql.ts'
import { explainIrreversible, explainUnpublished } from './import-job.rules.ts'
import type { ImportJobRow } from './import-job.store.ts'
import { createRequest, type ImportRequest } from './import-request.ts'
import type { ImportInput } from './import-run.ts'

/** What is to be done with a job that is there, and on what. */
export interface OperationOnJob {
  readonly request: ImportRequest
  readonly input: ImportInput
}

/**
 * What trying a job's rejects again asks.
 * @throws AppError CONFLICT when the job has no rejects to try: it is no import, or has not ended.
 */
export function createRetry(
  job: ImportJobRow,
  { kind, code, orphans }: Omit<RetryRejectsInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  const isImport = job.operation === 'import' || job.operation === 'retry'
  if (!isImport) throw conflict('The job imported nothing: name an import, or a retry of its rejects.')
  if (job.finishedAt === null) throw conflict('The import has not ended. Wait for it, or cancel it.')
  const request = { operation: 'retry', source: 'rejects', ofJobId: job.id, startedById } as const
  return {
    request: createRequest({ ...request, ...(orphans !== undefined && { orphans }) }),
    input: { rejects: { ...(kind && { kind }), ...(code && { code }) } },
  }
}

/**
 * What verifying a job asks.
 * @throws AppError CONFLICT when it has published nothing.
 */
export function createVerification(
  job: ImportJobRow,
  _input: Omit<VerifyImportInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  const problem = explainUnpublished(job)
  if (problem !== null) throw conflict(problem)
  return {
    request: createRequest({ operation: 'verify', source: 'tables', ofJobId: job.id, startedById }),
    input: {},
  }
}

/**
 * What reverting a job asks.
 * @throws AppError CONFLICT when there is nothing to be reverted, or no more.
 */
export function createReversion(
  job: ImportJobRow,
  { dryRun = false }: Omit<RevertImportInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  const problem = explainIrreversible(job)
  if (problem !== null) throw conflict(problem)
  const request = { operation: 'revert', source: 'tables', ofJobId: job.id, startedById } as const
  return { request: createRequest({ ...request, isDryRun: dryRun }), input: {} }
}

function conflict(message: string): AppError {
  return new AppError('CONFLICT', message, { details: { argument: 'jobId' } })
}
