import type { CollectedBatch, DecodedBatch, FileProgress } from './batch.ts'
import { type ReadLimits, readLimits } from './read-limits.ts'

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
