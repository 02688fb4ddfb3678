import { AppError } from '../errors.ts'

const maxLogEntries = 1000
const maxPathLength = 100

/**
 * The steps of a JSON pointer (RFC 6901); none for the whole document.
 * @throws AppError BAD_USER_INPUT for text that is no pointer.
 */
export function parsePointer(pointer: string): readonly string[] {
  if (pointer === '') return []
  const steps = pointer.split('/').slice(1)
  const isText = pointer.isWellFormed() && !pointer.includes('\0')
  const isPointer = isText && pointer.startsWith('/') && !/~(?![01])/.test(pointer)
  if (!isPointer || steps.length > maxPathLength) {
    throw badArgument('path', 'must be a JSON pointer such as "/target/metrics"')
  }
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
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

function badArgument(argument: string, problem: string): AppError {
  return new AppError('BAD_USER_INPUT', `Argument "${argument}" ${problem}.`, { details: { argument } })
}
