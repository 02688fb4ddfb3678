import {
  checkAll,
  requireJsonObject,
  requireRange,
  requireText,
  requireUuid,
} from '../database/validation.ts'
import { AppError } from '../errors.ts'
import type { CompleteAnalysisInput, FailAnalysisInput, ReportProgressInput } from '../generated/graphql.ts'
import type { Claim, Completion } from './lease.store.ts'

const maxStepLength = 255
const maxMessageLength = 10_000

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeClaim(workerId: string, { leaseToken }: { readonly leaseToken: string }): Claim {
  return { workerId, token: requireUuid(leaseToken, 'input.leaseToken') }
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeProgress({ progress, currentStep }: ReportProgressInput) {
  const limits = { min: 0, max: maxStepLength }
  return checkAll({
    progress: () => checkProgress(progress),
    currentStep: () => (currentStep == null ? null : requireText(currentStep, 'input.currentStep', limits)),
  })
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeCompletion({ results, metadata, ...flags }: CompleteAnalysisInput): Completion {
  const checked = checkAll({
    results: () => requireJsonObject(results, 'input.results'),
    metadata: () => (metadata == null ? null : requireJsonObject(metadata, 'input.metadata')),
  })
  return { ...checked, hasErrors: flags.hasErrors ?? false, isEmpty: flags.isEmpty ?? false }
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeFailure({ errorMessage, results }: FailAnalysisInput) {
  return checkAll({
    errorMessage: () => requireText(errorMessage, 'input.errorMessage', { max: maxMessageLength }),
    results: () => (results == null ? null : requireJsonObject(results, 'input.results')),
  })
}

const leaseSeconds = { min: 10, max: 3600, default: 60 }

/** @throws AppError BAD_USER_INPUT if the value is out of range. */
export function checkLeaseSeconds(seconds: number | undefined): number {
  return requireRange(seconds ?? leaseSeconds.default, 'input.leaseSeconds', leaseSeconds)
}

/** @throws AppError BAD_USER_INPUT if the value is not 0 to 100. */
function checkProgress(percent: number): number {
  return requireRange(percent, 'input.progress', { min: 0, max: 100 })
}

/** @throws AppError LEASE_LOST if a report changed nothing. */
export function requireLease<Row>(row: Row | undefined): Row {
  if (row !== undefined) return row
  throw new AppError(
    'LEASE_LOST',
    'The claim has expired, or its analysis is no longer running. Stop working on it, and claim another analysis.',
  )
}
