import fc from 'fast-check'
import { type ReadLimits, readLimits } from '../../src/import/scan/read-limits.ts'
import { scanChunks } from '../../src/import/scan/scanner.ts'
import type { Damage, RawRecord, SourceItem } from '../../src/import/scan/source-item.ts'

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

/** Something that happened to a file: bytes were lost, others came in. */
export interface Accident {
  /** Where, as a part of the file's length. */
  readonly at: number
  readonly lostBytes: number
  readonly added: string
}

/** What turns up in damaged files: above all the characters that mean something in JSON. */
const garbage = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \n\0a1é'), maxLength: 8 }),
  fc.constantFrom('\n  {', '\n  }', '},\n  {', '\n]', '": {', '[['),
)

export const accidents = fc.record<Accident>({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  lostBytes: fc.oneof(fc.constant(0), fc.nat(40), fc.constant(Number.MAX_SAFE_INTEGER)),
  added: garbage,
})

/** JSON records as the old application might have written them, among them unusual ones. */
export const jsonRecords = fc.array(
  fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
  { maxLength: 8 },
)

/** The bytes after the accident, which happened between `from` and `to`. */
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
