import { badArgument } from '../errors.ts'

/** @throws AppError BAD_USER_INPUT for a number of items that is out of range. */
export function checkFirst(first: number, max: number): number {
  if (first >= 0 && first <= max) return first
  throw badArgument('first', `must be 0 to ${max}; it is ${first}`)
}
