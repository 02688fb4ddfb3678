import { hash } from 'node:crypto'
import type { Database } from '../../database/connection.ts'
import type { ImportRejectFilter } from '../../generated/graphql.ts'
import { decodePointer } from '../../json/pointer.ts'
import {
  listRejectedFiles,
  listStoredRejects,
  type RejectedFile,
  type StoredReject,
} from '../reject.store.ts'
import { type ReadLimits, readLimits } from '../scan/read-limits.ts'
import { isDamageCode } from '../scan/refuse-damage.ts'
import type { Damage, SourceFile, SourceItem } from '../scan/source-item.ts'
import type { FileReading } from './file-bytes.ts'
import { scanChunks } from './read-records.ts'
import { decodeUploadName, orderSources } from './source-name.ts'

/** Which rejects are tried again. */
interface RejectSelection {
  /** The job that rejected them. */
  readonly jobId: string
  readonly filter: ImportRejectFilter
}

const ownerFolder = /(?:^|\/)users\/([^/]+)\/[^/]+$/
/** The folder of nobody. */
const anonymous = 'anonymous'

/** The files that a job rejected something of, as sources of their own: what is tried again of each is its content. */
export async function listRejectFiles(
  db: Database,
  { jobId, filter }: RejectSelection,
): Promise<SourceFile[]> {
  const files = await listRejectedFiles(db, jobId, filter)
  return orderSources(files.map((file) => ({ name: nameOf(file), file: toSourceFile(file) })))
}

function nameOf({ path, kind }: RejectedFile) {
  return decodeUploadName(path.slice(path.lastIndexOf('/') + 1), kind)
}

function toSourceFile(file: RejectedFile): Omit<SourceFile, 'number'> {
  const { kind, path, bytes, firstNumber, lastNumber } = file
  const folder = ownerFolder.exec(path)?.[1] ?? anonymous
  return {
    ...{ kind, path, bytes, modifiedAt: null, isBackup: nameOf(file).isBackup },
    location: `${firstNumber}-${lastNumber}`,
    ownerId: folder === anonymous ? null : folder,
    layout: ownerFolder.test(path) ? 'ERA2' : 'ERA1',
  }
}

interface RejectReading {
  readonly selection: RejectSelection
  readonly signal: AbortSignal
  /** Grows as the rejects are read. */
  readonly reading: FileReading
  /** Sees the bytes that are read. */
  watch(raw: Buffer): void
  readonly limits?: ReadLimits
}

/**
 * The rejects of one of the files in batches: as records, at the places where they stood, or as the same damage again.
 * @throws the signal's reason, once it is aborted.
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

const [opening, closing] = [Buffer.from('['), Buffer.from(']')]
/** The record that a pointer leads to, or into. */
const recordPointer = /^\/[^/]*/
const isIndex = /^\d+$/

/** A reject's bytes as the record that they are, at the place where they stood, or else as the damage that they are. */
export async function rescanReject(reject: StoredReject, signal: AbortSignal): Promise<SourceItem> {
  const { number: index, line, offset, raw } = reject
  const pointer = recordPointer.exec(reject.pointer)?.[0] ?? ''
  const items: SourceItem[] = []
  // The only record of a list: nothing else can be taken for a format.
  for await (const batch of scanChunks(toChunks(raw), signal)) items.push(...batch)
  const [item] = items
  if (item !== undefined && 'record' in item && items.length === 1) {
    return { record: { ...item.record, line, offset, index, pointer, key: findKey(pointer) } }
  }
  return { damage: toDamage(reject) }
}

async function* toChunks(raw: Buffer): AsyncGenerator<Buffer> {
  yield opening
  yield raw
  yield closing
}

/** A key of digits could be an index; but it is no id either. */
function findKey(pointer: string): string | null {
  const [key] = decodePointer(pointer)
  return key === undefined || isIndex.test(key) ? null : key
}

function toDamage({ code, message, line, offset, pointer, raw }: StoredReject): Damage {
  return {
    code: isDamageCode(code) ? code : 'BROKEN_RECORD',
    ...{ message, line, offset, pointer, raw, rawBytes: raw.length },
    rawSha256: hash('sha256', raw, 'hex'),
  }
}
