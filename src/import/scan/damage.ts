import { createHash, type Hash } from 'node:crypto'
import { createPointer } from '../../json/pointer.ts'
import {
  advanceTo,
  awaitBytes,
  type ByteWindow,
  brackets,
  type FileScan,
  needsMore,
  type Step,
  takeDamage,
} from './file-scan.ts'
import type { ReadLimits } from './read-limits.ts'
import type { Damage, DamageCode } from './source-item.ts'

/**
 * What stands where a record should, as one damage. Plain bytes end before the next record or the closing bracket;
 * other bytes may be the inside of a record, so they end only where a record starts on a line.
 */
export function* scanUnexpectedBytes(scan: FileScan): Generator<Step, void> {
  const { window, limits } = scan
  yield* awaitBytes(window, limits.maxPlainBytes)
  const stretch = createStretch(window)
  const plainBytes = countPlainBytes(scan)
  extendStretch(stretch, window, window.position + (plainBytes ?? 1), limits)
  if (plainBytes === null) yield* extendToRecord(stretch, window, scan.format.lineStart, limits)
  // A comma too many is no damage.
  if (stretch.bytes === 0) return
  const message = 'The bytes belong to no record: an object should stand there, after a comma.'
  const pointer = scan.format.kind === 'KEYED' ? '' : createPointer('', scan.index)
  yield takeDamage(scan, stretch, { code: 'STRAY_BYTES', message, pointer })
}

/** Bytes up to the separator of the next record or to the closing bracket; null when something else comes first. */
function countPlainBytes({ window, format, limits }: FileScan): number | null {
  const { first, last } = brackets[format.kind]
  const text = window.bytes.toString('latin1', window.position, window.position + limits.maxPlainBytes)
  const plain = /^[^"{}[\]]*/.exec(text)?.[0] ?? ''
  const next = text.charCodeAt(plain.length)
  let end = plain.length
  while (end > 0 && ' \t\r\n,'.includes(plain.charAt(end - 1))) end--
  return next === last || (next === first && plain.includes(',', end)) ? end : null
}

/** A stretch of a file that becomes one damage. It may be longer than what is held of it. */
export interface Stretch {
  readonly offset: number
  readonly line: number
  readonly hash: Hash
  /** Copies, or views of windows; in order, from the stretch's start. */
  kept: Buffer[]
  bytes: number
}

/** What is wrong, and where in the file's structure. */
export interface Problem {
  readonly code: DamageCode
  readonly message: string
  readonly pointer: string
}

/** A damage without bytes: something is missing, or it concerns the whole file. */
export function createDamage(problem: Problem, offset: number, line: number): Damage {
  return finishStretch({ offset, line, hash: createHash('sha256'), kept: [], bytes: 0 }, problem)
}

/** Starts a stretch at the window's position. */
export function createStretch(window: ByteWindow): Stretch {
  return {
    offset: window.offset + window.position,
    line: window.lines + 1,
    hash: createHash('sha256'),
    kept: [],
    bytes: 0,
  }
}

/** Uses up the window's bytes before this index and adds them to the stretch. */
export function extendStretch(stretch: Stretch, window: ByteWindow, index: number, limits: ReadLimits): void {
  const piece = window.bytes.subarray(window.position, index)
  const wasKept = stretch.bytes <= limits.maxRecordBytes
  stretch.hash.update(piece)
  stretch.bytes += piece.length
  if (wasKept) stretch.kept.push(piece)
  if (wasKept && stretch.bytes > limits.maxRecordBytes) {
    const sample = Buffer.concat(stretch.kept, Math.min(limits.maxSampleBytes, stretch.bytes))
    stretch.kept = [sample]
  }
  advanceTo(window, index)
}

/** The damage that the stretch is. */
export function finishStretch(stretch: Stretch, problem: Problem): Damage {
  return {
    ...problem,
    line: stretch.line,
    offset: stretch.offset,
    raw: Buffer.concat(stretch.kept),
    rawBytes: stretch.bytes,
    rawSha256: stretch.hash.digest('hex'),
  }
}

/** Extends the stretch to where a line starts as the file's records start, or to the end of the file. */
export function* extendToRecord(
  stretch: Stretch,
  window: ByteWindow,
  lineStart: Buffer | null,
  limits: ReadLimits,
): Generator<typeof needsMore, void> {
  for (;;) {
    const index = findRecordLine(window, lineStart, window.position)
    extendStretch(stretch, window, index ?? window.bytes.length, limits)
    if (index !== undefined || window.isEnd) return
    yield needsMore
  }
}

/**
 * Index of the first record at or behind `from` that starts on a line as the file's records do. A string can't hold
 * a line end, and what is inside a record stands further to the right: so in the old application's files this is
 * no nested object.
 */
export function findRecordLine(
  window: ByteWindow,
  lineStart: Buffer | null,
  from: number,
): number | undefined {
  if (lineStart === null) return undefined
  const before = lineStart.length - 1
  const found = window.bytes.indexOf(lineStart, Math.max(0, from - before))
  return found < 0 ? undefined : found + before
}
