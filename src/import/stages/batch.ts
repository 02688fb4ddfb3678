import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { Extra } from '../../json/difference.ts'
import type { JsonObject } from '../../json/json-value.ts'
import type { Decoded, Rejection } from '../entities/entity.ts'
import type { RecordKind } from './record.ts'

/** Where a record, or a damaged stretch, stands in the source. */
export interface Place {
  readonly kind: RecordKind
  readonly file: string
  readonly fileNumber: number
  readonly isBackup: boolean
  /** From 1. */
  readonly line: number
  /** Bytes before it in the file. */
  readonly offset: number
  /** JSON pointer into the file. */
  readonly pointer: string
}

/** A record as rows, with what is needed to find its original again. */
export interface DecodedRecord extends Decoded {
  readonly place: Place
  /** The exact bytes. */
  readonly bytes: Buffer
  /** The parsed record, its secrets concealed. */
  readonly record: JsonObject
  /** When the legacy application last changed it; of a message, which has no such date, when it was made. */
  readonly changedAt: Date
  /** Of the concealed record's canonical text, 64 hexadecimal digits. */
  readonly sha256: string
  /** The bytes, their secrets concealed, of a record that has more than its parsed form: a name that stands twice. */
  readonly keptBytes: Buffer | null
}

/** What can't become rows: kept with its exact bytes. */
export interface Reject {
  readonly place: Place
  readonly code: string
  readonly message: string
  readonly raw: Buffer
  /** Larger than `raw` when only its beginning is kept. */
  readonly rawBytes: number
}

/** What becomes of a record. `unchanged`: imported before just so. `skipped`: the row that is there stays. */
export type Fate = 'inserted' | 'updated' | 'unchanged' | 'skipped'

/** True for a record whose rows go into the tables. */
export function isWritten(fate: Fate): boolean {
  return fate === 'inserted' || fate === 'updated'
}

/** A record of which it is decided what becomes of it, with the rows as they will be written, if any. */
export interface ResolvedRecord extends DecodedRecord {
  readonly fate: Fate
}

/** A record with what its rows can't hold of it. */
export interface CompletedRecord extends ResolvedRecord {
  readonly extra: Extra
}

export interface DecodedBatch {
  readonly records: readonly DecodedRecord[]
  readonly rejects: readonly Reject[]
}

/** How much of a file is read, once a batch that holds its records is staged. */
export interface FileProgress {
  readonly number: number
  /** Records and damaged stretches, from the file's start. */
  readonly items: number
  readonly isRead: boolean
  /** Of the bytes as they are stored; null before the end, and when they could not be read to the end. */
  readonly bytesSha256: Buffer | null
}

/** Records of one or several files of one kind. */
export interface CollectedBatch extends DecodedBatch {
  /** Those of which the batch holds something, or the end; each once. */
  readonly files: readonly FileProgress[]
}

export interface ResolvedBatch<Item = ResolvedRecord> {
  readonly records: readonly Item[]
  /** Records that stand elsewhere in the source, too: neither staged nor written. */
  readonly copies: number
  /** Owners made up for records whose own is missing. */
  readonly placeholders: readonly Selectable<DB['users']>[]
  readonly rejects: readonly Reject[]
  readonly files: readonly FileProgress[]
}

/** A record that turned out to be impossible, with its exact bytes. */
export function createReject(record: Pick<DecodedRecord, 'place' | 'bytes'>, rejection: Rejection): Reject {
  const { place, bytes } = record
  return {
    place: { ...place, pointer: place.pointer + rejection.pointer },
    code: rejection.code,
    message: rejection.message,
    raw: bytes,
    rawBytes: bytes.length,
  }
}
