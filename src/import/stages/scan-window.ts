import { type LineCount, skipSpace } from './scan-grammar.ts'

/** The part of a file that is held: what is not used yet, and some of the bytes before it. */
export interface ByteWindow extends LineCount {
  /** Records are views of it: what was written once is never written again. */
  bytes: Buffer
  /** Index in `bytes` of the first byte that is not used yet. */
  position: number
  /** Offset in the file of `bytes[0]`. */
  offset: number
  /** True when no bytes come after these. */
  isEnd: boolean
  /** What `bytes` is the beginning of; the rest is room for more. */
  storage: Buffer
}

/** What a scan yields when it can't go on without more bytes. */
export const needsMore = Symbol('needsMore')

/** No byte: the file ends here. */
export const endOfFile = -1

/** Used bytes that stay in the window, so that a search can look back at the start of a line. */
const lookBehindBytes = 128

/** A window on a file of which nothing was read yet. */
export function createWindow(): ByteWindow {
  const storage = Buffer.alloc(0)
  return { bytes: storage, position: 0, offset: 0, lines: 0, isEnd: false, storage }
}

/** Copies the file's next bytes behind those that are held; when there is no room, lets go of the used ones. */
export function appendBytes(window: ByteWindow, chunk: Buffer): void {
  if (window.storage.length - window.bytes.length < chunk.length) moveToNewStorage(window, chunk.length)
  chunk.copy(window.storage, window.bytes.length)
  window.bytes = window.storage.subarray(0, window.bytes.length + chunk.length)
}

/** Twice what is needed: so each byte of a long record is moved a constant number of times. */
function moveToNewStorage(window: ByteWindow, chunkBytes: number): void {
  const dropped = Math.max(0, window.position - lookBehindBytes)
  const kept = window.bytes.subarray(dropped)
  window.storage = Buffer.allocUnsafeSlow(2 * (kept.length + chunkBytes))
  kept.copy(window.storage)
  window.bytes = window.storage.subarray(0, kept.length)
  window.position -= dropped
  window.offset += dropped
}

/** Bytes that are held and not used yet. */
export function countUnused(window: ByteWindow): number {
  return window.bytes.length - window.position
}

/** The next byte that is not white space, not used up; the white space before it is. */
export function* peekByte(window: ByteWindow): Generator<typeof needsMore, number> {
  for (;;) {
    window.position = skipSpace(window, window.bytes, window.position)
    if (window.position < window.bytes.length) return window.bytes[window.position] ?? endOfFile
    if (window.isEnd) return endOfFile
    yield needsMore
  }
}

/** Waits until this many unused bytes are held, or all that the file has. */
export function* awaitBytes(window: ByteWindow, count: number): Generator<typeof needsMore, void> {
  while (countUnused(window) < count && !window.isEnd) yield needsMore
}

/** Uses up the bytes before this index of `bytes`. */
export function advanceTo(window: ByteWindow, index: number): void {
  window.lines += countLineEnds(window.bytes.subarray(window.position, index))
  window.position = index
}

function countLineEnds(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) lines++
  return lines
}
