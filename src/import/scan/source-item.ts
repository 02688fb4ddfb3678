import type { ParsedRecord } from '../../json/parse.ts'
import type { RecordKind } from '../records/record-type.ts'

/** ERA1: files with all records, beside users.json. ERA2: a folder per owner. */
export type SourceLayout = 'ERA1' | 'ERA2'

/** One file with records of one kind. */
export interface SourceFile {
  /** Its position in the reading order, from 1. */
  readonly number: number
  readonly kind: RecordKind
  /** Relative to the imported directory, with `/` on every system; for display. */
  readonly path: string
  /** Where its bytes are: the absolute path for a file of a directory. */
  readonly location: string
  /** ERA2: the name of the folder. Null in ERA1, and for the folder `anonymous`, which has no owner. */
  readonly ownerId: string | null
  readonly isBackup: boolean
  /** Size when the file was found. */
  readonly bytes: number
  /** When it was last modified, as text for comparison; null if it can't be modified. */
  readonly modifiedAt: string | null
  readonly layout: SourceLayout
}

/** One record of a file, as it was written. */
export interface RawRecord {
  /** The exact bytes from `{` to `}`, valid UTF-8. A view that keeps its batch's memory alive. */
  readonly bytes: Buffer
  /** 1-based line on which the record starts. */
  readonly line: number
  /** Bytes before the record in its file. */
  readonly offset: number
  /** Ordinal in the file, from 0; damaged sections count as well. */
  readonly index: number
  /** JSON pointer into the file: `/17`, or `/<key>` in an object keyed by id. */
  readonly pointer: string
  /** The record's key in an object keyed by id; otherwise null. */
  readonly key: string | null
  /** The parsed object, or why the bytes are not valid JSON. */
  readonly parsed: ParsedRecord
}

/** What can be wrong with a section of a file, or with the file. */
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

/** A section that contains no record. Damage and records together cover the file. */
export interface Damage {
  readonly code: DamageCode
  /** What is wrong and what it means; for display. */
  readonly message: string
  readonly line: number
  readonly offset: number
  readonly pointer: string
  /** The whole section; only its first bytes if `rawBytes` exceeds the size of a record. */
  readonly raw: Buffer
  /** Size of the whole section; 0 if something is missing. */
  readonly rawBytes: number
  /** SHA-256 of the whole section in hexadecimal. */
  readonly rawSha256: string
}

export type SourceItem = { readonly record: RawRecord } | { readonly damage: Damage }
