import { requireJson, requireJsonObject, requireText, requireUuid } from '../database/validation.ts'
import { AppError, badArgument } from '../errors.ts'
import type {
  AnalysisLogInput,
  CompleteAnalysisInput,
  FailAnalysisInput,
  ReportProgressInput,
} from '../generated/graphql.ts'
import type { Claim, Completion } from './lease.store.ts'

// What a worker sends, checked. Each throws AppError BAD_USER_INPUT that names the argument.

const maxStepLength = 255
const maxMessageLength = 10_000

/** The claim that the worker's token proves. */
export function decodeClaim(workerId: string, { leaseToken }: { readonly leaseToken: string }): Claim {
  return { workerId, token: requireUuid(leaseToken, 'input.leaseToken') }
}

/** @throws AppError BAD_USER_INPUT that names the field, for a percentage or a step that can't be one. */
export function decodeProgress({ progress, currentStep }: ReportProgressInput) {
  const limits = { min: 0, max: maxStepLength }
  const step = currentStep == null ? null : requireText(currentStep, 'input.currentStep', limits)
  return { progress: checkProgress(progress), currentStep: step }
}

/** The entries as JSON text, in the form of the column; those without a time get this one. */
export function decodeEntries(entries: readonly AnalysisLogInput[], now: Date): string {
  return `[${checkEntries(entries).map((entry, place) => decodeEntry(entry, `input.entries.${place}`, now))}]`
}

function decodeEntry(
  { timestamp, level, message, data }: AnalysisLogInput,
  argument: string,
  now: Date,
): string {
  requireText(message, `${argument}.message`, { max: maxMessageLength })
  const facts = data == null ? null : requireJson(data, `${argument}.data`)
  if (facts !== null) requireText(facts, `${argument}.data`, { max: maxMessageLength })
  return JSON.stringify({ timestamp: timestamp ?? now, level: level ?? 'info', message, data })
}

/** @throws AppError BAD_USER_INPUT that names the field, for results or metadata that are no objects. */
export function decodeCompletion({ results, metadata, hasErrors }: CompleteAnalysisInput): Completion {
  return {
    results: requireJsonObject(results, 'input.results'),
    metadata: metadata == null ? null : requireJsonObject(metadata, 'input.metadata'),
    hasErrors: hasErrors ?? false,
  }
}

/** @throws AppError BAD_USER_INPUT that names the field, for a message that is empty or too long. */
export function decodeFailure({ errorMessage, results }: FailAnalysisInput) {
  return {
    errorMessage: requireText(errorMessage, 'input.errorMessage', { max: maxMessageLength }),
    results: results == null ? null : requireJsonObject(results, 'input.results'),
  }
}

const leaseSeconds = { min: 10, max: 3600, usual: 60 }
const maxEntries = 100
const levels: readonly string[] = ['debug', 'info', 'warn', 'error']

/** @throws AppError BAD_USER_INPUT for a length of a claim that is out of range. */
export function checkLeaseSeconds(seconds: number | undefined): number {
  return checkRange(seconds ?? leaseSeconds.usual, 'input.leaseSeconds', leaseSeconds)
}

/** @throws AppError BAD_USER_INPUT for what is no percentage. */
function checkProgress(percent: number): number {
  return checkRange(percent, 'input.progress', { min: 0, max: 100 })
}

/** @throws AppError BAD_USER_INPUT for too many entries or none, or a level that nobody knows. */
function checkEntries(entries: readonly AnalysisLogInput[]): readonly AnalysisLogInput[] {
  checkRange(entries.length, 'input.entries', { min: 1, max: maxEntries })
  const place = entries.findIndex(({ level }) => level !== undefined && !levels.includes(level))
  if (place === -1) return entries
  throw badArgument(`input.entries.${place}.level`, `must be one of ${levels.join(', ')}`)
}

/**
 * What a worker's report has changed.
 * @throws AppError LEASE_LOST when it has changed nothing: the claim has ended, or the analysis runs no longer.
 */
export function requireLease<Row>(row: Row | undefined): Row {
  if (row !== undefined) return row
  throw new AppError(
    'LEASE_LOST',
    'The claim has ended, or its analysis no longer runs. Drop it and claim another.',
  )
}

function checkRange(
  value: number,
  argument: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (value >= min && value <= max) return value
  throw badArgument(argument, `must be ${min} to ${max}; it is ${value}`)
}
