import { AppError, badArgument } from '../errors.ts'
import type { AnalysisLogInput } from '../generated/graphql.ts'

const leaseSeconds = { min: 10, max: 3600, usual: 60 }
const maxEntries = 100
const levels: readonly string[] = ['debug', 'info', 'warn', 'error']

/** @throws AppError BAD_USER_INPUT for a length of a claim that is out of range. */
export function checkLeaseSeconds(seconds: number | undefined): number {
  return checkRange(seconds ?? leaseSeconds.usual, 'input.leaseSeconds', leaseSeconds)
}

/** @throws AppError BAD_USER_INPUT for what is no percentage. */
export function checkProgress(percent: number): number {
  return checkRange(percent, 'input.progress', { min: 0, max: 100 })
}

/** @throws AppError BAD_USER_INPUT for too many entries or none, or a level that nobody knows. */
export function checkEntries(entries: readonly AnalysisLogInput[]): readonly AnalysisLogInput[] {
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
