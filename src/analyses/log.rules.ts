import { checkAll, checkItems, requireJson, requireRange, requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import type { AnalysisLogInput, AnalysisLogLevel } from '../generated/graphql.ts'
import { isInstant } from '../json/print.ts'

/** The levels of entries that are written here, as they are stored. Imported entries may have any other text. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly AnalysisLogLevel[]

const entryCount = { min: 1, max: 100 }
const maxTextLength = 10_000
/** Entries per response. */
const maxLogEntries = 1000

/**
 * @param now the time of entries without one.
 * @returns JSON text in the format of the column.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function decodeEntries(entries: readonly AnalysisLogInput[], now: Date): string {
  requireRange(entries.length, 'input.entries', entryCount)
  return `[${checkItems(entries, 'input.entries', (entry, argument) => decodeEntry(entry, argument, now))}]`
}

function decodeEntry(
  { loggedAt, level, message, data }: AnalysisLogInput,
  argument: string,
  now: Date,
): string {
  checkAll({
    level: () => checkLevel(level, `${argument}.level`),
    message: () => requireText(message, `${argument}.message`, { max: maxTextLength }),
    data: () =>
      data == null ||
      requireText(requireJson(data, `${argument}.data`), `${argument}.data`, { max: maxTextLength }),
  })
  return JSON.stringify({ timestamp: loggedAt ?? now, level: level ?? 'info', message, data })
}

function checkLevel(level: AnalysisLogLevel | undefined, argument: string): void {
  if (level !== 'other') return
  throw badArgument(argument, `must be one of ${logLevels.join(', ').toUpperCase()}`)
}

/** OTHER for the text of an imported entry that is none of `logLevels`. */
export function toLogLevel(level: string | null | undefined): AnalysisLogLevel | null {
  return level == null ? null : (logLevels.find((known) => known === level) ?? 'other')
}

/** @throws AppError BAD_USER_INPUT if the number of log entries is out of range. */
export function checkLogCount(last: number): number {
  return requireRange(last, 'last', { min: 0, max: maxLogEntries })
}

/** Log entries from elsewhere may have no timestamp, or one that is malformed, without a time zone or out of range. */
export function toDate(timestamp: string | null | undefined): Date | null {
  if (timestamp == null || !/(Z|[+-]\d\d:\d\d)$/.test(timestamp)) return null
  const date = new Date(timestamp)
  return isInstant(date.getTime()) ? date : null
}
