import type { SourceFile } from '../records/source-file.ts'
import { createDamage } from '../scan/damage.ts'
import { type ReadLimits, readLimits } from '../scan/read-limits.ts'
import { scanChunks } from '../scan/scanner.ts'
import type { SourceItem } from '../scan/source-item.ts'
import { decodeText } from './decode-text.ts'
import { decompress } from './decompress.ts'
import { createFileReading, type FileReading, type OpenBytes, readChunks } from './file-bytes.ts'

export interface ReadOptions {
  /** Opens the file's bytes. The default reads them from the file system. */
  readonly openBytes?: OpenBytes
  /** Updated while the file is read, for progress. */
  readonly reading?: FileReading
  readonly limits?: ReadLimits
}

/**
 * Reads a file into batches of records and damage. The content may be a JSON array, an object keyed by id or a
 * sequence of objects, plain or compressed; the format is detected. Problems of the file become damage.
 * @throws the signal's reason when it is aborted.
 */
export async function* readRecords(
  file: SourceFile,
  signal: AbortSignal,
  { openBytes = readChunks, reading = createFileReading(), limits = readLimits }: ReadOptions = {},
): AsyncGenerator<SourceItem[], void> {
  const stored = openBytes(file, reading, limits.chunkBytes)
  const chunks = decompress(stored, reading, { ...limits, storedBytes: file.bytes })
  for await (const batch of scanChunks(decodeText(chunks, reading), signal, limits)) {
    // A file that can't be opened or decoded looks empty.
    if (reading.problem === null || !isOfEmptyFile(batch)) yield batch
  }
  if (reading.problem !== null) yield [{ damage: createDamage(reading.problem, reading.contentBytes, 1) }]
}

function isOfEmptyFile([item]: readonly SourceItem[]): boolean {
  return item !== undefined && 'damage' in item && item.damage.code === 'EMPTY_FILE'
}

/** Skips a file's first items, which an earlier run has already staged. */
export async function* skipItems(
  batches: AsyncIterable<readonly SourceItem[]>,
  count: number,
): AsyncGenerator<readonly SourceItem[]> {
  let toSkip = count
  for await (const batch of batches) {
    const rest = batch.slice(toSkip)
    toSkip = Math.max(0, toSkip - batch.length)
    if (rest.length > 0) yield rest
  }
}

/** Requests the next item while the current one is processed, so that reading and the database overlap. */
export async function* prefetch<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const source = items[Symbol.asyncIterator]()
  try {
    let next = source.next()
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = source.next()
      // An error is thrown when the item is requested; without a further request it must not be unhandled.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await source.return?.()
  }
}
