import { badArgument } from '../errors.ts'

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
