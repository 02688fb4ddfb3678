import { isRawNumber, type JsonValue } from '../../json/json-value.ts'
import { toInstantText } from '../../json/print.ts'
import type { Codec, Present, WarnOfValue } from './codec.ts'

/** Years 1970 to 9999; any other date in a legacy record is a mistake. */
const minMs = Date.UTC(1970, 0, 1)
const maxMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
/** Smaller numbers are epoch seconds (until the year 5138), larger ones milliseconds (from March 1973). */
const minEpochMs = 100_000_000_000

interface Instant {
  readonly ms: number
  /** False if the value is more precise than a millisecond. */
  readonly isExact: boolean
}

/** A TIMESTAMPTZ(3) column: ISO 8601, or epoch seconds or milliseconds in damaged records. */
export const timestamp: Codec<Date> = {
  decode(value, warn) {
    const instant = readInstant(value, warn)
    if (instant === undefined) return undefined
    if (!instant.isExact) warn('VALUE_APPROXIMATED')
    return new Date(instant.ms)
  },
  encode: (column) => toInstantText(column.getTime()),
}

/** A DATE column: the UTC day, `YYYY-MM-DD`. */
export const day: Codec<string> = {
  decode(value, warn) {
    const instant = readInstant(value, warn)
    if (instant === undefined) return undefined
    const [date = '', time] = toInstantText(instant.ms).split('T')
    if (!instant.isExact || time !== '00:00:00.000Z') warn('VALUE_APPROXIMATED')
    return date
  },
  encode: (column) => column,
}

/** True for the values that the application writes instead of a missing date. */
export function isMissingDate(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === ''
}

/** The instant, or undefined; with a warning unless the value is an empty string. */
function readInstant(value: Present, warn: WarnOfValue): Instant | undefined {
  if (isMissingDate(value)) return undefined
  const instant = toInstant(value)
  if (instant !== undefined && instant.ms >= minMs && instant.ms <= maxMs) return instant
  warn('INVALID_DATE')
  return undefined
}

function toInstant(value: Present): Instant | undefined {
  if (typeof value === 'number') return fromEpoch(value)
  if (isRawNumber(value)) return fromEpoch(Number(value.rawJSON))
  if (typeof value !== 'string') return undefined
  const content = value.trim()
  return /^\d{9,}$/.test(content) ? fromEpoch(Number(content)) : fromIso(content)
}

function fromEpoch(epoch: number): Instant {
  const ms = epoch < minEpochMs ? epoch * 1000 : epoch
  return { ms: Math.floor(ms), isExact: Number.isInteger(ms) }
}

const isoPattern =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d)(?::(?<seconds>\d\d)(?:[.,](?<fraction>\d+))?)? ?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/i

/** A time without a zone is UTC, whatever this machine's zone: the application wrote only UTC. */
function fromIso(content: string): Instant | undefined {
  const usual = parseCanonical(content)
  if (usual !== undefined) return { ms: usual, isExact: true }
  const {
    date,
    time = '00:00',
    seconds = '00',
    fraction = '',
    zone = 'Z',
  } = isoPattern.exec(content)?.groups ?? {}
  const ms = parseCanonical(`${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  const offsetMs = toOffsetMs(zone)
  if (ms === undefined || offsetMs === undefined) return undefined
  return { ms: ms - offsetMs, isExact: /^0*$/.test(fraction.slice(3)) }
}

/** Accepts only what JavaScript writes itself: Date.parse turns February 30 or hour 24 into a different time. */
function parseCanonical(content: string): number | undefined {
  const ms = Date.parse(content)
  return Number.isNaN(ms) || toInstantText(ms) !== content ? undefined : ms
}

function toOffsetMs(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
