import fc from 'fast-check'
import { type ReadLimits, readLimits } from '../../src/import/scan/read-limits.ts'
import { scanChunks } from '../../src/import/scan/scanner.ts'
import type { Damage, RawRecord, SourceItem } from '../../src/import/scan/source-item.ts'

export interface ScanOptions extends Partial<ReadLimits> {
  /** Lengths of the chunks in which the bytes arrive, repeated. */
  readonly chunkLengths?: readonly number[]
}

/** Scans a file with this content, with a small lookahead so that chunk boundaries matter. */
export async function scanBytes(content: Buffer | string, options: ScanOptions = {}): Promise<SourceItem[]> {
  const { chunkLengths = [readLimits.chunkBytes], ...limits } = options
  const chunks = splitIntoChunks(Buffer.from(content), chunkLengths)
  const { signal } = new AbortController()
  return (
    await listAll(
      scanChunks(chunks, signal, { ...readLimits, formatBytes: 60, maxPlainBytes: 30, ...limits }),
    )
  ).flat()
}

/** Collects the items of a generator. */
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

/** Reuses one buffer for all chunks, like the file reader. */
async function* splitIntoChunks(
  bytes: Buffer,
  chunkLengths: readonly number[],
): AsyncGenerator<Buffer, void> {
  const reused = Buffer.alloc(Math.max(...chunkLengths))
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = chunkLengths[turn % chunkLengths.length] ?? 1
    const copied = bytes.copy(reused, 0, at, at + length)
    yield reused.subarray(0, copied)
    at += copied
  }
}

/** Damage to a file: bytes removed and others inserted. */
export interface Accident {
  /** The position as a fraction of the file's length. */
  readonly at: number
  readonly lostBytes: number
  readonly added: string
}

/** Text in damaged files, mostly characters with a meaning in JSON. */
const garbage = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \n\0a1é'), maxLength: 8 }),
  fc.constantFrom('\n  {', '\n  }', '},\n  {', '\n]', '": {', '[['),
)

export const accidents = fc.record<Accident>({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  lostBytes: fc.oneof(fc.constant(0), fc.nat(40), fc.constant(Number.MAX_SAFE_INTEGER)),
  added: garbage,
})

/** JSON records that the legacy application could have written, including unusual ones. */
export const jsonRecords = fc.array(
  fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
  { maxLength: 8 },
)

/** The bytes after the accident, which is between `from` and `to`. */
export function damage(
  bytes: Buffer,
  { at, lostBytes, added }: Accident,
  from = 0,
  to = bytes.length,
): Buffer {
  const start = from + Math.floor(at * (to - from))
  const end = Math.min(to, start + lostBytes)
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(added), bytes.subarray(end)])
}
