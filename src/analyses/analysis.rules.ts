import { requireJson, requireText, requireUuid } from '../database/validation.ts'
import { AppError, badArgument, requireFound } from '../errors.ts'
import type { AnalysisFilter, AnalysisResultsFilter, StartAnalysisInput } from '../generated/graphql.ts'
import type { AnalysisConditions } from './analysis.store.ts'

/** Of the columns' own length; an empty text finds nothing, or all. */
const textLimits = { min: 0, max: 255 }

/**
 * Checks a filter; null and nothing are no conditions.
 * @throws AppError BAD_USER_INPUT that names the field, for an id, a path or a value that can't be one.
 */
export function decodeFilter(filter: AnalysisFilter | null | undefined): AnalysisConditions {
  const { results, ...conditions } = filter ?? {}
  if (conditions.configId != null) requireUuid(conditions.configId, 'filter.configId')
  if (conditions.address != null) requireText(conditions.address, 'filter.address', textLimits)
  for (const [place, chain] of (conditions.chain ?? []).entries()) {
    requireText(chain, `filter.chain.${place}`, textLimits)
  }
  return results == null ? conditions : { ...conditions, results: toContained(results) }
}

/** {"target":{"category":"defi"}} for the path "/target/category" and the value "defi". */
function toContained({ path, equals }: AnalysisResultsFilter): string {
  const keys = parseKeys(path, 'filter.results.path')
  const value = checkScalar(equals ?? null, 'filter.results.equals')
  const document = keys.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value)
  return requireJson(document, 'filter.results')
}

/** What to analyse: a contract of the user's, or an address. */
export type AnalysisTarget =
  | { readonly contractId: string }
  | { readonly contractId: null; readonly address: string; readonly chain: string }

const typesOfAddresses: readonly StartAnalysisInput['type'][] = ['quick_scan', 'quick_index']

/** @throws AppError BAD_USER_INPUT for a target that does not fit the type, and names the argument that is wrong. */
export function decodeTarget({ type, contractId, address, chain }: StartAnalysisInput): AnalysisTarget {
  const kind = type.toUpperCase()
  if (!typesOfAddresses.includes(type)) {
    if (contractId == null) throw badArgument('input.contractId', `is missing: ${kind} looks at a contract`)
    if (address != null) throw badArgument('input.address', `has no place: ${kind} looks at a contract`)
    if (chain != null) throw badArgument('input.chain', `has no place: ${kind} looks at a contract`)
    return { contractId }
  }
  if (contractId != null) throw badArgument('input.contractId', `has no place: ${kind} looks at an address`)
  if (address == null) throw badArgument('input.address', `is missing: ${kind} looks at an address`)
  if (chain == null) throw badArgument('input.chain', `is missing: ${kind} looks at an address`)
  return { contractId: null, address, chain }
}

/** @throws AppError CONFLICT for an archived contract. */
export function requireActive({ isActive }: { readonly isActive: boolean }): void {
  if (isActive) return
  throw new AppError('CONFLICT', 'The contract is archived. Restore it first.', {
    details: { argument: 'input.contractId' },
  })
}

/** The month's analyses are used up. */
export function quotaExceeded(quota: { readonly limit: number | null; readonly resetsAt: Date }): AppError {
  const resetsAt = quota.resetsAt.toISOString()
  const limit = quota.limit ?? 0
  return new AppError('QUOTA_EXCEEDED', `The month's ${limit} analyses are used up until ${resetsAt}.`, {
    details: { limit, resetsAt },
  })
}

const maxLogEntries = 1000
const maxPathLength = 100

/**
 * The steps of a JSON pointer (RFC 6901); none for the whole document.
 * @throws AppError BAD_USER_INPUT for text that is no pointer.
 */
export function parsePointer(pointer: string, argument = 'path'): readonly string[] {
  if (pointer === '') return []
  const steps = pointer.split('/').slice(1)
  const isText = pointer.isWellFormed() && !pointer.includes('\0')
  const isPointer = isText && pointer.startsWith('/') && !/~(?![01])/.test(pointer)
  if (!isPointer || steps.length > maxPathLength) {
    throw badArgument(argument, 'must be a JSON pointer such as "/target/metrics"')
  }
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * The steps of a JSON pointer to a part of an object.
 * @throws AppError BAD_USER_INPUT for text that is no pointer, or points at the whole.
 */
function parseKeys(pointer: string, argument: string): readonly string[] {
  const keys = parsePointer(pointer, argument)
  if (keys.length > 0) return keys
  throw badArgument(argument, 'must name a part, such as "/target/category"')
}

/**
 * The value, if it is a text, a number, true, false or null: of these, to contain and to be equal are the same.
 * @throws AppError BAD_USER_INPUT for an object or an array.
 */
function checkScalar(value: unknown, argument: string): unknown {
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value
  throw badArgument(argument, 'must be a text, a number, true, false or null')
}

/**
 * The analysis that was asked to be cancelled, and was so before.
 * @throws AppError NOT_FOUND without one, CONFLICT for one that has ended otherwise.
 */
export function requireCancelled<Row extends { readonly status: string }>(analysis: Row | undefined): Row {
  const { status } = requireFound(analysis, 'Analysis')
  if (analysis !== undefined && status === 'cancelled') return analysis
  throw new AppError('CONFLICT', `The analysis is ${status}; only one that waits or runs can be cancelled.`, {
    details: { status: status.toUpperCase() },
  })
}

/** @throws AppError BAD_USER_INPUT for a number of log entries that is out of range. */
export function checkLogCount(last: number): number {
  if (last >= 0 && last <= maxLogEntries) return last
  throw badArgument('last', `must be 0 to ${maxLogEntries}; it is ${last}`)
}

/** The moment that a log entry names; null where it names none that can be read. */
export function toMoment(timestamp: string | null | undefined): Date | null {
  const moment = new Date(timestamp ?? '')
  return Number.isNaN(moment.getTime()) ? null : moment
}

const maxMonths = 24

/** @throws AppError BAD_USER_INPUT for a number of months that is out of range. */
export function checkMonths(months: number): number {
  if (months >= 1 && months <= maxMonths) return months
  throw badArgument('months', `must be 1 to ${maxMonths}; it is ${months}`)
}

/** How many have a status. */
interface StatusCount {
  readonly status: string
  readonly count: number
}

/** All of them together. */
export function sumCounts(counts: readonly StatusCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** Completed among completed and failed, 0 to 1; null when there is neither. */
export function toSuccessRate(counts: readonly StatusCount[]): number | null {
  const ended = sumCounts(counts.filter(({ status }) => status === 'completed' || status === 'failed'))
  const completed = sumCounts(counts.filter(({ status }) => status === 'completed'))
  return ended === 0 ? null : completed / ended
}
