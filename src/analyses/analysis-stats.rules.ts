import { badArgument } from '../errors.ts'

const maxMonths = 24

/** @throws AppError BAD_USER_INPUT for a number of months that is out of range. */
export function checkMonths(months: number): number {
  if (months >= 1 && months <= maxMonths) return months
  throw badArgument('months', `must be 1 to ${maxMonths}; it is ${months}`)
}
