import { type ReadLimits, readLimits } from '../../src/import/stages/read-limits.ts'
import { scanChunks } from '../../src/import/stages/read-records.ts'
import type { Damage, RawRecord, SourceItem } from '../../src/import/stages/record.ts'

export interface ScanOptions extends Partial<ReadLimits> {
  /** Lengths of the pieces that the bytes arrive in, over and over. */
  readonly pieces?: readonly number[]
}

/** What the scanner makes of a file with this content. Looks ahead only a little, so that pieces matter. */
export async function scanBytes(content: Buffer | string, options: ScanOptions = {}): Promise<SourceItem[]> {
  const { pieces = [readLimits.chunkBytes], ...limits } = options
  const chunks = cutInPieces(Buffer.from(content), pieces)
  const { signal } = new AbortController()
  return (
    await listAll(
      scanChunks(chunks, signal, { ...readLimits, formatBytes: 60, maxPlainBytes: 30, ...limits }),
    )
  ).flat()
}

/** All that a generator yields. */
export async function listAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

export function recordsOf(items: readonly SourceItem[]): RawRecord[] {
  return items.flatMap((item) => ('record' in item ? [item.record] : []))
}

export function damageOf(items: readonly SourceItem[]): Damage[] {
  return items.flatMap((item) => ('damage' in item ? [item.damage] : []))
}

/** One buffer is used for all pieces, as a file's reader does. */
async function* cutInPieces(bytes: Buffer, pieces: readonly number[]): AsyncGenerator<Buffer, void> {
  const reused = Buffer.alloc(Math.max(...pieces))
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = pieces[turn % pieces.length] ?? 1
    const copied = bytes.copy(reused, 0, at, at + length)
    yield reused.subarray(0, copied)
    at += copied
  }
}
