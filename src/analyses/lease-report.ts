import { requireUuid } from '../database/ids.ts'
import { requireJson, requireJsonObject, requireText } from '../database/storable.ts'
import type {
  AnalysisLogInput,
  CompleteAnalysisInput,
  FailAnalysisInput,
  ReportProgressInput,
} from '../generated/graphql.ts'
import { checkEntries, checkProgress } from './lease.rules.ts'
import type { Claim } from './lease.store.ts'
import type { Completion } from './lease-report.store.ts'

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
  return `[${checkEntries(entries).map((entry, place) => toEntryText(entry, `input.entries.${place}`, now))}]`
}

function toEntryText(
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
