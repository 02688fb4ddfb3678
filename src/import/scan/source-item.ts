import type { ParsedRecord } from '../../json/parse.ts'

/** The five legacy kinds, in foreign-key order: an earlier kind never points at a later one. */
export const recordKinds = ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const
export type RecordKind = (typeof recordKinds)[number]

/** Where a file stands: ERA1 beside users.json, ERA2 in the folder of its owner. */
export type SourceLayout = 'ERA1' | 'ERA2'

/** One file with records of one kind. */
export interface SourceFile {
  /** Its place in the order of reading, from 1. */
  readonly number: number
  readonly kind: RecordKind
  /** Relative to the imported directory, with `/` on every system: what people are shown. */
  readonly path: string
  /** Where its bytes are, for who opens it: of a file of a directory the absolute path. */
  readonly location: string
  /** ERA2: the name of the folder. Null in ERA1, and for the folder `anonymous`, which is nobody's. */
  readonly ownerId: string | null
  readonly isBackup: boolean
  /** Size when the file was found. */
  readonly bytes: number
  /** When it was changed last, as text to be compared; null where nothing can change it. */
  readonly modifiedAt: string | null
  readonly layout: SourceLayout
}

/** One element of a file as it was written, between the brackets of an object. */
export interface RawRecord {
  /** The exact bytes from `{` to `}`, valid UTF-8. A view: it keeps the memory of its batch alive. */
  readonly bytes: Buffer
  /** 1-based line on which the record starts. */
  readonly line: number
  /** Bytes before the record in its file. */
  readonly offset: number
  /** Ordinal in the file, from 0; a damaged stretch before it counts as one. */
  readonly index: number
  /** JSON pointer into the file: `/17`, or `/<key>` in an object keyed by id. */
  readonly pointer: string
  /** In an object keyed by id the record's key, else null. */
  readonly key: string | null
  /** What the bytes say: an object, or why they are no JSON after all. */
  readonly parsed: ParsedRecord
}

/** What can be wrong with a stretch of a file, or with the file. */
export type DamageCode =
  | 'EMPTY_FILE'
  | 'NOT_JSON'
  | 'TRUNCATED'
  | 'TRAILING_BYTES'
  | 'STRAY_BYTES'
  | 'BROKEN_RECORD'
  | 'RECORD_TOO_LARGE'
  | 'TOO_DEEP'
  | 'INVALID_UTF8'
  | 'FILE_CHANGED'
  | 'READ_FAILED'
  | 'DAMAGED_COMPRESSION'
  | 'EXPANDS_TOO_MUCH'

/** A stretch that gives no record. Stretches and records together cover the file. */
export interface Damage {
  readonly code: DamageCode
  /** What is wrong and what it means, for people. */
  readonly message: string
  readonly line: number
  readonly offset: number
  readonly pointer: string
  /** The whole stretch, or its first bytes when `rawBytes` is larger than a record may be. */
  readonly raw: Buffer
  /** Bytes of the whole stretch; 0 when the damage is that something is missing. */
  readonly rawBytes: number
  /** SHA-256 of the whole stretch in hexadecimal. */
  readonly rawSha256: string
}

export type SourceItem = { readonly record: RawRecord } | { readonly damage: Damage }
