import { expandChunks } from './expand-chunks.ts'
import { readChunks } from './read-chunks.ts'
import { type ReadLimits, readLimits } from './read-limits.ts'
import type { SourceFile, SourceItem } from './record.ts'
import { createDamage } from './scan-damage.ts'
import { scanFile } from './scan-file.ts'
import { appendBytes, type ByteWindow, createWindow, needsMore } from './scan-window.ts'
import { createFileReading, type FileReading, type OpenBytes } from './source-bytes.ts'

/** How a file is read, where not as usual. */
export interface ReadOptions {
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
  const chunks = expandChunks(stored, file.bytes, reading, limits)
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
