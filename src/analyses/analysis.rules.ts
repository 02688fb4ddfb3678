import {
  checkAll,
  checkItems,
  checkTexts,
  requireJson,
  requireOptionalText,
  requireRange,
  requireText,
  requireUuid,
} from '../database/validation.ts'
import { AppError, badArgument, requireFound } from '../errors.ts'
import type { AnalysisFilter, AnalysisResultsFilter, StartAnalysisInput } from '../generated/graphql.ts'
import type { AnalysisConditions } from './analysis-filter.store.ts'

/** The length of the columns. */
const textLimits = { min: 0, max: 255 }

/** @throws AppError BAD_USER_INPUT with the path of the field. */
export function decodeFilter(filter: AnalysisFilter | null | undefined): AnalysisConditions {
  const { results, ...conditions } = filter ?? {}
  const { contractId, address, chains, search } = conditions
  const { contained } = checkAll({
    search: () => checkTexts(search, 'filter.search'),
    contractId: () => (contractId == null ? undefined : requireUuid(contractId, 'filter.contractId')),
    address: () => requireOptionalText(address, 'filter.address', textLimits),
    chains: () =>
      checkItems(chains ?? [], 'filter.chains', (name, argument) => requireText(name, argument, textLimits)),
    contained: () => (results == null ? undefined : toContained(results)),
  })
  return contained === undefined ? conditions : { ...conditions, results: contained }
}

/** Path "/target/category" and value "defi" become {"target":{"category":"defi"}}. */
function toContained({ path, equals }: AnalysisResultsFilter): string {
  const keys = parseKeys(path, 'filter.results.path')
  const value = checkScalar(equals ?? null, 'filter.results.equals')
  const document = keys.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value)
  return requireJson(document, 'filter.results')
}

/** One of the user's contracts, or an address. */
export type AnalysisTarget =
  | { readonly contractId: string }
  | { readonly contractId: null; readonly contractAddress: string; readonly contractChain: string }

type TargetArgument = 'contractId' | 'contractAddress' | 'contractChain'

/** @throws AppError BAD_USER_INPUT with the path of an argument that is missing, or that the type does not allow. */
export function decodeTarget({ type, ...input }: StartAnalysisInput): AnalysisTarget {
  const kind = type.toUpperCase()
  const isIndex = type === 'quick_index'
  const need = (name: TargetArgument) => () => {
    const value = input[name]
    if (value != null) return value
    const reason = isIndex ? 'without a contractId' : `when the type is ${kind}`
    throw badArgument(`input.${name}`, `is required ${reason}`, 'REQUIRED')
  }
  const omit = (name: TargetArgument) => () => {
    if (input[name] == null) return
    const reason = isIndex ? 'with a contractId' : `when the type is ${kind}`
    throw badArgument(`input.${name}`, `must be omitted ${reason}`, 'NOT_ALLOWED')
  }
  if (type === 'quick_scan' || (isIndex && input.contractId == null)) {
    const { contractAddress, contractChain } = checkAll({
      contractId: omit('contractId'),
      contractAddress: need('contractAddress'),
      contractChain: need('contractChain'),
    })
    return { contractId: null, contractAddress, contractChain }
  }
  const { contractId } = checkAll({
    contractId: need('contractId'),
    contractAddress: omit('contractAddress'),
    contractChain: omit('contractChain'),
  })
  return { contractId }
}

/** @throws AppError CONFLICT for an archived contract. */
export function requireActive({ isActive }: { readonly isActive: boolean }): void {
  if (isActive) return
  throw new AppError('CONFLICT', 'The contract is archived. Restore it first.', {
    details: { argument: 'input.contractId' },
  })
}

export function quotaExceeded(quota: { readonly limit: number | null; readonly resetsAt: Date }): AppError {
  const resetsAt = quota.resetsAt.toISOString()
  const limit = quota.limit ?? 0
  return new AppError(
    'QUOTA_EXCEEDED',
    `The monthly quota of ${limit} analyses is used up until ${resetsAt}.`,
    {
      details: { limit, resetsAt },
    },
  )
}

const maxPathLength = 100

/**
 * Parses a JSON pointer (RFC 6901) into its keys and indexes.
 * @throws AppError BAD_USER_INPUT.
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
 * Parses a JSON pointer that must not be empty.
 * @throws AppError BAD_USER_INPUT.
 */
function parseKeys(pointer: string, argument: string): readonly string[] {
  const keys = parsePointer(pointer, argument)
  if (keys.length > 0) return keys
  throw badArgument(argument, 'must not be empty: use a path such as "/target/category"')
}

/**
 * Accepts a string, number, true, false or null. For these, `@>` tests equality.
 * @throws AppError BAD_USER_INPUT for an object or an array.
 */
function checkScalar(value: unknown, argument: string): unknown {
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value
  throw badArgument(argument, 'must be a string, number, true, false or null')
}

/**
 * Returns an analysis that was already cancelled.
 * @throws AppError NOT_FOUND, or CONFLICT if it has completed or failed.
 */
export function requireCancelled<Row extends { readonly status: string }>(analysis: Row | undefined): Row {
  const { status } = requireFound(analysis, 'Analysis')
  if (analysis !== undefined && status === 'cancelled') return analysis
  throw new AppError(
    'CONFLICT',
    `The analysis is already ${status}; a ${status} analysis can’t be cancelled.`,
    {
      details: { status: status.toUpperCase() },
    },
  )
}

const maxMonths = 24

/** @throws AppError BAD_USER_INPUT if the number of months is out of range. */
export function checkMonths(months: number): number {
  return requireRange(months, 'months', { min: 1, max: maxMonths })
}

interface StatusCount {
  readonly status: string
  readonly count: number
}

export function sumCounts(counts: readonly StatusCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** Completed divided by completed and failed, 0 to 1; null if there are none. */
export function toSuccessRate(counts: readonly StatusCount[]): number | null {
  const ended = sumCounts(counts.filter(({ status }) => status === 'completed' || status === 'failed'))
  const completed = sumCounts(counts.filter(({ status }) => status === 'completed'))
  return ended === 0 ? null : completed / ended
}

const endedStatuses: readonly string[] = ['completed', 'failed', 'cancelled']

/** When an analysis ended; null if it has not, or if it was imported without that time. */
export function findEnd(
  analysis: { readonly status: string; readonly completedAt: Date | null },
  run: { readonly finishedAt: Date | null } | undefined,
): Date | null {
  return endedStatuses.includes(analysis.status) ? (run?.finishedAt ?? analysis.completedAt) : null
}

/** Seconds that remain of a running analysis at its average speed; null if that is unknown. */
export function estimateRemaining(
  { status, progress }: { readonly status: string; readonly progress: number },
  run: { readonly startedAt: Date | null; readonly now: Date } | undefined,
): number | null {
  if (status !== 'running' || progress === 0 || !run?.startedAt) return null
  const elapsedMs = Math.max(0, run.now.getTime() - run.startedAt.getTime())
  return Math.ceil((elapsedMs * (100 - progress)) / progress / 1000)
}
