import { AppError, badArgument, requireFound } from '../errors.ts'

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
export function parseKeys(pointer: string, argument: string): readonly string[] {
  const keys = parsePointer(pointer, argument)
  if (keys.length > 0) return keys
  throw badArgument(argument, 'must name a part, such as "/target/category"')
}

/**
 * The value, if it is a text, a number, true, false or null: of these, to contain and to be equal are the same.
 * @throws AppError BAD_USER_INPUT for an object or an array.
 */
export function checkScalar(value: unknown, argument: string): unknown {
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
