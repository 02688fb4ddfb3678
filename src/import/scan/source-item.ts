import type { ParsedRecord } from '../../json/parse.ts'

/** A part of a file: a record, or the damage between records. Together they cover the file. */
export type SourceItem = { readonly record: RawRecord } | { readonly damage: Damage }

/** A record as it was written. */
export interface RawRecord {
  /** The exact bytes from `{` to `}`, valid UTF-8. A view: it keeps the memory of its batch alive. */
  readonly bytes: Buffer
  /** 1-based line on which the record starts. */
  readonly line: number
  /** Bytes before the record in its file. */
  readonly offset: number
  /** Ordinal in the file, from 0; damage before it counts as one. */
  readonly index: number
  /** JSON pointer into the file: `/17`, or `/<key>` in an object keyed by id. */
  readonly pointer: string
  /** The record's key in an object keyed by id; otherwise null. */
  readonly key: string | null
  /** The parsed object, or why the bytes are not valid JSON. */
  readonly parsed: ParsedRecord
}

/** A range of bytes that is not a record, or a problem of the whole file. */
export interface Damage {
  readonly code: DamageCode
  /** A description of the problem. */
  readonly message: string
  readonly line: number
  readonly offset: number
  readonly pointer: string
  /** All bytes of the range, or the first ones if `rawBytes` exceeds the limit for a record. */
  readonly raw: Buffer
  /** Bytes of the whole range; 0 if something is missing. */
  readonly rawBytes: number
  /** SHA-256 of the whole range in hexadecimal. */
  readonly rawSha256: string
}

/** The reject codes of damage. BROKEN_RECORD includes records that turn out to be invalid only when parsed. */
const damageCodes = [
  'EMPTY_FILE',
  'NOT_JSON',
  'TRUNCATED',
  'TRAILING_BYTES',
  'STRAY_BYTES',
  'BROKEN_RECORD',
  'RECORD_TOO_LARGE',
  'TOO_DEEP',
  'INVALID_UTF8',
  'FILE_CHANGED',
  'READ_FAILED',
  'DAMAGED_COMPRESSION',
  'EXPANDS_TOO_MUCH',
  'UNSUPPORTED_COMPRESSION',
] as const
export type DamageCode = (typeof damageCodes)[number]

/** Distinguishes damage from rejected records that are valid JSON. */
export function isDamageCode(code: string): code is DamageCode {
  return damageCodes.some((damageCode) => damageCode === code)
}
