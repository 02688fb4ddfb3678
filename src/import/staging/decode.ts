import { AppError } from '../../errors.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import { isJsonObject, type JsonObject } from '../../json/json-value.ts'
import { concealBytes } from '../records/conceal-bytes.ts'
import { type Decoded, getChangedAt, type RecordType } from '../records/record-type.ts'
import type { SourceFile } from '../records/source-file.ts'
import type { Rejection } from '../records/warnings.ts'
import type { Reject, SourcePosition } from '../reject.store.ts'
import { type ReadLimits, readLimits } from '../scan/read-limits.ts'
import { type Damage, isDamageCode, type RawRecord, type SourceItem } from '../scan/source-item.ts'

/** A record decoded into rows, with everything needed to restore the original. */
export interface DecodedRecord extends Decoded {
  readonly position: SourcePosition
  /** The exact bytes. */
  readonly bytes: Buffer
  /** The parsed record, its secrets concealed. */
  readonly record: JsonObject
  /** When the legacy application last changed it; for a message, which has no such date, when it was created. */
  readonly changedAt: Date
  /** SHA-256 of the concealed record's canonical text, 64 hexadecimal digits. */
  readonly sha256: string
  /** The concealed bytes of a record that parsing does not preserve: one with a repeated key. Otherwise null. */
  readonly keptBytes: Buffer | null
}

/** Creates a reject with the record's exact bytes. */
export function createReject(
  { position, bytes }: Pick<DecodedRecord, 'position' | 'bytes'>,
  { code, pointer, message }: Rejection,
): Reject {
  return {
    position: { ...position, pointer: position.pointer + pointer },
    code,
    message,
    raw: bytes,
    rawBytes: bytes.length,
  }
}

interface DecodedItems {
  readonly records: readonly DecodedRecord[]
  readonly rejects: readonly Reject[]
}

/**
 * Decodes batches of raw records. Each item comes out once, as a record or as a reject. References are not checked.
 */
export async function* decodeRecords(
  batches: AsyncIterable<readonly SourceItem[]>,
  file: SourceFile,
  type: RecordType,
): AsyncGenerator<DecodedItems> {
  for await (const items of batches) {
    const records: DecodedRecord[] = []
    const rejects: Reject[] = []
    for (const item of items) {
      const decoded = 'damage' in item ? rejectDamage(item.damage, file) : decode(item.record, file, type)
      if ('rows' in decoded) records.push(decoded)
      else rejects.push(decoded)
    }
    yield { records, rejects }
  }
}

function decode(raw: RawRecord, file: SourceFile, type: RecordType): DecodedRecord | Reject {
  const found = { position: toPosition(raw, file), bytes: raw.bytes }
  const { parsed } = raw
  if ('problem' in parsed) {
    return createReject(found, { code: 'BROKEN_RECORD', pointer: '', message: parsed.problem })
  }
  if (!isJsonObject(parsed.value)) throw new Error(`${file.path}${raw.pointer} is not an object.`)
  const record = type.conceal(parsed.value)
  const decoded = type.decode(record, { ownerId: file.ownerId, key: raw.key })
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
    keptBytes: parsed.hasDuplicateKeys ? concealBytes(raw.bytes, type) : null,
  }
}

function rejectDamage(damage: Damage, file: SourceFile): Reject {
  const { code, message, raw, rawBytes } = damage
  return { position: toPosition(damage, file), code, message, raw, rawBytes }
}

function toPosition(
  { line, offset, pointer }: Pick<RawRecord, 'line' | 'offset' | 'pointer'>,
  { kind, path, number, isBackup }: SourceFile,
): SourcePosition {
  return { kind, file: path, fileNumber: number, isBackup, line, offset, pointer }
}

/**
 * Passes batches on up to the first damage: for imports that must not skip damaged parts of a file.
 * @throws AppError BAD_USER_INPUT with the place of the damage.
 */
export async function* refuseDamage(batches: AsyncIterable<DecodedItems>): AsyncGenerator<DecodedItems> {
  for await (const batch of batches) {
    const damage = batch.rejects.find(({ code }) => isDamageCode(code))
    if (damage !== undefined) throw damagedFile(damage)
    yield batch
  }
}

function damagedFile({ position, code, message }: Reject): AppError {
  const { file, line, pointer } = position
  const where = pointer === '' ? `${file}:${line}` : `${file}:${line} ${pointer}`
  return new AppError('BAD_USER_INPUT', `A file is damaged: ${where} ${code}: ${message}`, {
    details: { file, line, code },
  })
}

/** How far a file is read once a batch with its records is staged. */
export interface FileProgress {
  readonly number: number
  /** Records and damaged sections from the start of the file. */
  readonly items: number
  readonly isRead: boolean
  /** Of the stored bytes; null before the end of the file, or if it could not be read to the end. */
  readonly bytesSha256: Buffer | null
}

/** Decoded items of one file. */
export interface FileBatch extends DecodedItems {
  readonly file: FileProgress
}

/** Decoded items of one or more files of a kind. */
export interface DecodedBatch extends DecodedItems {
  /** Each file that the batch has items of, or reaches the end of, once. */
  readonly files: readonly FileProgress[]
}

/** A file without records counts like one row, so that batches of empty files end as well. */
const rowsPerFile = 1

/**
 * Combines the batches of small files, so that the statements per batch serve many files. The result is at most twice
 * as large as a batch of one file. Records of different files with the same id never share a batch: how the second is
 * handled depends on whether the first could be staged.
 */
export async function* collectBatches(
  batches: AsyncIterable<FileBatch>,
  limits: ReadLimits = readLimits,
): AsyncGenerator<DecodedBatch> {
  let open = createOpenBatch()
  for await (const batch of batches) {
    if (batch.records.some(({ id }) => open.ids.has(id))) {
      yield close(open)
      open = createOpenBatch()
    }
    add(open, batch)
    const rows = open.records.length + open.rejects.length + open.files.size * rowsPerFile
    if (rows < limits.maxBatchRows && open.bytes < limits.maxBatchBytes) continue
    yield close(open)
    open = createOpenBatch()
  }
  if (open.files.size > 0) yield close(open)
}

interface OpenBatch {
  readonly records: DecodedRecord[]
  readonly rejects: Reject[]
  readonly files: Map<number, FileProgress>
  readonly ids: Set<string>
  bytes: number
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

function close({ records, rejects, files }: OpenBatch): DecodedBatch {
  return { records, rejects, files: [...files.values()] }
}
