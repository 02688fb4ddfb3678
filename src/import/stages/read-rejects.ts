import type { Database } from '../../database/connection.ts'
import type { ImportRejectFilter } from '../../generated/graphql.ts'
import { orderSources } from './order-sources.ts'
import { type ReadLimits, readLimits } from './read-limits.ts'
import type { SourceFile, SourceItem } from './record.ts'
import { listRejectedFiles, listStoredRejects, type RejectedFile } from './reject.store.ts'
import { rescanReject } from './rescan-reject.ts'
import type { FileReading } from './source-bytes.ts'
import { decodeUploadName } from './upload-name.ts'

/** Which rejects are tried again. */
export interface RejectSelection {
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

export interface RejectReading {
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
