import { createDamage } from '../scan/damage.ts'
import { appendBytes, type ByteWindow, createWindow, needsMore } from '../scan/file-scan.ts'
import { type ReadLimits, readLimits } from '../scan/read-limits.ts'
import { scanFile } from '../scan/scanner.ts'
import type { SourceFile, SourceItem } from '../scan/source-item.ts'
import { decompress } from './decompress.ts'
import { createFileReading, type FileReading, type OpenBytes, readChunks } from './file-bytes.ts'

/** How a file is read, where not as usual. */
interface ReadOptions {
  /** Where the bytes come from; without it, from a path. */
  readonly openBytes?: OpenBytes
  /** Grows as the file is read: for who shows progress. */
  readonly reading?: FileReading
  readonly limits?: ReadLimits
}

/**
 * The records of a file in batches, and as damage whatever of it is no record. A JSON array, an object keyed by id
 * or objects one after another, plain or compressed, all told by the content. Nothing that is wrong with the file is thrown.
 * @throws the signal's reason, once it is aborted.
 */
export async function* readRecords(
  file: SourceFile,
  signal: AbortSignal,
  { openBytes = readChunks, reading = createFileReading(), limits = readLimits }: ReadOptions = {},
): AsyncGenerator<SourceItem[], void> {
  const stored = openBytes(file, reading, limits.chunkBytes)
  const chunks = decompress(stored, file.bytes, reading, limits)
  for await (const batch of scanChunks(chunks, signal, limits)) {
    // A file that can't be opened looks empty.
    if (reading.problem === null || reading.contentBytes > 0) yield batch
  }
  if (reading.problem !== null) yield [{ damage: createDamage(reading.problem, reading.contentBytes, 1) }]
}

/**
 * The same for bytes from anywhere. Holds a batch, one record and one chunk, however long the source is; the bytes
 * of a batch stay valid as long as somebody holds them. A chunk is copied before the next one is asked for.
 * @throws the signal's reason, once it is aborted, and what the chunks throw.
 */
export async function* scanChunks(
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
  limits: ReadLimits = readLimits,
): AsyncGenerator<SourceItem[], void> {
  const window = createWindow()
  const source = chunks[Symbol.asyncIterator]()
  try {
    let batch: SourceItem[] = []
    let batchStart = 0
    for (const step of scanFile(window, limits)) {
      signal.throwIfAborted()
      if (step === needsMore) await fillWindow(window, source)
      else batch.push(step)
      const position = window.offset + window.position
      // Counted by position: records that lie far apart keep the bytes between them in memory.
      if (batch.length < limits.maxBatchRows && position - batchStart < limits.maxBatchBytes) continue
      batchStart = position
      if (batch.length > 0) yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  } finally {
    await source.return?.()
  }
}

async function fillWindow(window: ByteWindow, source: AsyncIterator<Buffer>): Promise<void> {
  const next = await source.next()
  if (next.done === true) window.isEnd = true
  else appendBytes(window, next.value)
}

/** The batches of a file without the first of its items: those that an earlier run has staged. */
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

/**
 * The same items, the next of them made while the one before is worked on: reading goes on while the database works.
 * One item more is held.
 */
export async function* prefetch<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const source = items[Symbol.asyncIterator]()
  try {
    let next = source.next()
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = source.next()
      // A failure of what is made ahead belongs to whoever asks for it; nobody may ask any more.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await source.return?.()
  }
}
