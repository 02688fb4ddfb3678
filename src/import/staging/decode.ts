import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import type { Extra } from '../../json/difference.ts'
import { isJsonObject, type JsonObject } from '../../json/json-value.ts'
import { concealBytes } from '../records/conceal-bytes.ts'
import { type Decoded, getChangedAt, type RecordType, type Rejection } from '../records/record-type.ts'
import { type ReadLimits, readLimits } from '../scan/read-limits.ts'
import type { Damage, RawRecord, RecordKind, SourceFile, SourceItem } from '../scan/source-item.ts'

/** Where a record, or a damaged stretch, stands in the source. */
export interface SourcePosition {
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
  readonly place: SourcePosition
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
  readonly place: SourcePosition
  readonly code: string
  readonly message: string
  readonly raw: Buffer
  /** Larger than `raw` when only its beginning is kept. */
  readonly rawBytes: number
}

/** What becomes of a record. `unchanged`: imported before just so. `skipped`: the row that is there stays. */
export type RecordAction = 'inserted' | 'updated' | 'unchanged' | 'skipped'

/** True for a record whose rows go into the tables. */
export function isWritten(fate: RecordAction): boolean {
  return fate === 'inserted' || fate === 'updated'
}

/** A record of which it is decided what becomes of it, with the rows as they will be written, if any. */
export interface ResolvedRecord extends DecodedRecord {
  readonly fate: RecordAction
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

/**
 * Turns raw records into rows, batch for batch. Each record and each damaged stretch comes out once: as a decoded
 * record or as a reject. What the rows point at is not looked at.
 */
export async function* decodeRecords(
  batches: AsyncIterable<readonly SourceItem[]>,
  file: SourceFile,
  entity: RecordType,
): AsyncGenerator<DecodedBatch> {
  for await (const items of batches) {
    const records: DecodedRecord[] = []
    const rejects: Reject[] = []
    for (const item of items) {
      const decoded = 'damage' in item ? rejectDamage(item.damage, file) : decode(item.record, file, entity)
      if ('rows' in decoded) records.push(decoded)
      else rejects.push(decoded)
    }
    yield { records, rejects }
  }
}

function decode(raw: RawRecord, file: SourceFile, entity: RecordType): DecodedRecord | Reject {
  const found = { place: toPosition(raw, file), bytes: raw.bytes }
  const { parsed } = raw
  if ('problem' in parsed) {
    return createReject(found, { code: 'BROKEN_RECORD', pointer: '', message: parsed.problem })
  }
  if (!isJsonObject(parsed.value)) throw new Error(`${file.path}${raw.pointer} is no object.`)
  const record = entity.conceal(parsed.value)
  const decoded = entity.decode(record, { ownerId: file.ownerId, key: raw.key })
  if (!('rows' in decoded)) return createReject(found, decoded)
  const { id, rows, warnings } = decoded
  return {
    ...found,
    id,
    rows,
    record,
    changedAt: getChangedAt(rows, file.kind),
    sha256: canonicalSha256(record),
    warnings: parsed.hasDuplicateKeys ? [...warnings, { code: 'DUPLICATE_KEY', pointer: '' }] : warnings,
    keptBytes: parsed.hasDuplicateKeys ? concealBytes(raw.bytes, entity) : null,
  }
}

function rejectDamage(damage: Damage, file: SourceFile): Reject {
  const { code, message, raw, rawBytes } = damage
  return { place: toPosition(damage, file), code, message, raw, rawBytes }
}

function toPosition(
  position: Pick<RawRecord, 'line' | 'offset' | 'pointer'>,
  file: SourceFile,
): SourcePosition {
  const { line, offset, pointer } = position
  const { kind, path, number, isBackup } = file
  return { kind, file: path, fileNumber: number, isBackup, line, offset, pointer }
}

/** A decoded batch of one file, with how far the file is read with it. */
export interface FileBatch extends DecodedBatch {
  readonly file: FileProgress
}

interface OpenBatch {
  readonly records: DecodedBatch['records'][number][]
  readonly rejects: DecodedBatch['rejects'][number][]
  readonly files: Map<number, FileProgress>
  readonly ids: Set<string>
  bytes: number
}

/** What a file costs that holds nothing: a batch of empty files ends, too. */
const fileRows = 1

/**
 * Puts the batches of small files together: what is done once a batch is done once for many files. What comes out is
 * at most twice as large as a batch of one file. A record of another file that has the id of one before it comes in a
 * later batch: what becomes of it depends on whether the first could be staged.
 */
export async function* collectBatches(
  batches: AsyncIterable<FileBatch>,
  limits: ReadLimits = readLimits,
): AsyncGenerator<CollectedBatch> {
  let open = createOpenBatch()
  for await (const batch of batches) {
    if (batch.records.some(({ id }) => open.ids.has(id))) {
      yield close(open)
      open = createOpenBatch()
    }
    add(open, batch)
    const rows = open.records.length + open.rejects.length + open.files.size * fileRows
    if (rows < limits.maxBatchRows && open.bytes < limits.maxBatchBytes) continue
    yield close(open)
    open = createOpenBatch()
  }
  if (open.files.size > 0) yield close(open)
}

function createOpenBatch(): OpenBatch {
  return { records: [], rejects: [], files: new Map(), ids: new Set(), bytes: 0 }
}

function add(open: OpenBatch, { records, rejects, file }: FileBatch): void {
  for (const { id, bytes } of records) {
    open.ids.add(id)
    open.bytes += bytes.length
  }
  for (const reject of rejects) open.bytes += reject.raw.length
  open.records.push(...records)
  open.rejects.push(...rejects)
  open.files.set(file.number, file)
}

function close({ records, rejects, files }: OpenBatch): CollectedBatch {
  return { records, rejects, files: [...files.values()] }
}
