import { hash } from 'node:crypto'
import type { Database } from '../../database/connection.ts'
import { decodePointer } from '../../json/pointer.ts'
import type { SourceFile } from '../records/source-file.ts'
import {
  listRejectedFiles,
  listStoredRejects,
  type RejectedFile,
  type RejectFilter,
  type StoredReject,
} from '../reject.store.ts'
import { type ReadLimits, readLimits } from '../scan/read-limits.ts'
import { scanChunks } from '../scan/scanner.ts'
import { type Damage, isDamageCode, type SourceItem } from '../scan/source-item.ts'
import type { FileReading } from './file-bytes.ts'
import { anonymousDirectory, decodeUploadName, orderSources, type SourceName } from './source-name.ts'

/** Which rejects to retry. */
export interface RejectSelection {
  /** The job that rejected them. */
  readonly jobId: string
  readonly filter: RejectFilter
}

const ownerDirectory = /(?:^|\/)users\/([^/]+)\/[^/]+$/

/** The files with selected rejects, as the sources of a retry: the content of each is its rejects. */
export async function listRejectFiles(
  db: Database,
  { jobId, filter }: RejectSelection,
): Promise<SourceFile[]> {
  const files = await listRejectedFiles(db, jobId, filter)
  return orderSources(files.map((file) => ({ name: decodeName(file), file: toSourceFile(file) })))
}

function decodeName({ path, kind }: RejectedFile): SourceName {
  return decodeUploadName(path.slice(path.lastIndexOf('/') + 1), kind)
}

function toSourceFile(file: RejectedFile): Omit<SourceFile, 'number'> {
  const { kind, path, bytes, firstNumber, lastNumber } = file
  const directory = ownerDirectory.exec(path)?.[1] ?? anonymousDirectory
  return {
    kind,
    path,
    bytes,
    modifiedAt: null,
    isBackup: decodeName(file).isBackup,
    location: `${firstNumber}-${lastNumber}`,
    ownerId: directory === anonymousDirectory ? null : directory,
    layout: ownerDirectory.test(path) ? 'ERA2' : 'ERA1',
  }
}

export interface RejectReading {
  readonly selection: RejectSelection
  readonly signal: AbortSignal
  /** Updated while the rejects are read, for progress. */
  readonly reading: FileReading
  /** Called with the bytes of each reject. */
  watch(raw: Buffer): void
  readonly limits?: ReadLimits
}

/**
 * Reads the rejects of one file in batches: as records at their original places, or as the same damage again.
 * @throws the signal's reason when it is aborted.
 */
export async function* readRejects(
  db: Database,
  source: SourceFile,
  { selection, signal, reading, watch, limits = readLimits }: RejectReading,
): AsyncGenerator<SourceItem[], void> {
  const [firstNumber = 0, lastNumber = 0] = source.location.split('-').map(Number)
  const file = { kind: source.kind, path: source.path, bytes: source.bytes, firstNumber, lastNumber }
  const size = { maxRows: limits.maxBatchRows, maxBytes: limits.maxBatchBytes }
  let afterNumber = 0
  for (;;) {
    signal.throwIfAborted()
    const rejects = await listStoredRejects(db, { ...selection, file, afterNumber, ...size })
    const last = rejects.at(-1)
    if (last === undefined) return
    const items: SourceItem[] = []
    for (const reject of rejects) {
      watch(reject.raw)
      reading.bytes += reject.raw.length
      items.push(await rescanReject(reject, signal))
    }
    yield items
    afterNumber = last.number
  }
}

const openingBracket = Buffer.from('[')
const closingBracket = Buffer.from(']')
/** The part of a pointer that leads to the record. */
const recordPointer = /^\/[^/]*/
const isIndex = /^\d+$/

/** A reject's bytes as a record at its original place if they are exactly one record, and otherwise as damage. */
export async function rescanReject(reject: StoredReject, signal: AbortSignal): Promise<SourceItem> {
  const { number: index, line, offset, raw } = reject
  const pointer = recordPointer.exec(reject.pointer)?.[0] ?? ''
  const items: SourceItem[] = []
  for await (const batch of scanChunks(toArray(raw), signal)) items.push(...batch)
  const [item] = items
  if (item !== undefined && 'record' in item && items.length === 1) {
    return { record: { ...item.record, line, offset, index, pointer, key: findKey(pointer) } }
  }
  return { damage: toDamage(reject) }
}

/** Around the record, the brackets of an array: its bytes alone could be detected as another format. */
async function* toArray(raw: Buffer): AsyncGenerator<Buffer> {
  yield openingBracket
  yield raw
  yield closingBracket
}

/** Digits are taken for an array index: a key of digits isn't a valid id anyway. */
function findKey(pointer: string): string | null {
  const [key] = decodePointer(pointer)
  return key === undefined || isIndex.test(key) ? null : key
}

function toDamage({ code, message, line, offset, pointer, raw }: StoredReject): Damage {
  return {
    code: isDamageCode(code) ? code : 'BROKEN_RECORD',
    message,
    line,
    offset,
    pointer,
    raw,
    rawBytes: raw.length,
    rawSha256: hash('sha256', raw, 'hex'),
  }
}
