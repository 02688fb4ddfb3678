import { isUtf8 } from 'node:buffer'
import { parseRecord } from '../../json/parse-record.ts'
import { createPointer } from '../../json/pointer.ts'
import type { DamageCode, SourceItem } from './record.ts'
import { createStretch, extendStretch, extendToRecord, findRecordLine, type Stretch } from './scan-damage.ts'
import { beginElement, continueElement } from './scan-element.ts'
import { describeExpected } from './scan-grammar.ts'
import { type FileScan, type Step, takeDamage } from './scan-state.ts'
import { countUnused, needsMore } from './scan-window.ts'

/**
 * The record at the window's position as one item: a record, or damage when it is broken, cut off, too large, too
 * deep or not UTF-8. What is broken ends where the next record starts on a line.
 */
export function* scanRecord(scan: FileScan): Generator<Step, void> {
  const { window, element, limits } = scan
  beginElement(element, scan.format.kind === 'KEYED')
  continueElement(element, window.bytes, window.position)
  while (element.outcome === 'OPEN' && !window.isEnd && countUnused(window) <= limits.maxRecordBytes) {
    yield needsMore
    continueElement(element, window.bytes, window.position)
  }
  if (element.outcome === 'CLOSED') yield takeClosed(scan)
  else if (element.outcome === 'OPEN' && !window.isEnd) yield* takeLarge(scan)
  else yield* takeBroken(scan)
}

function takeClosed(scan: FileScan): SourceItem {
  const { window, element } = scan
  const key = findKey(scan)
  const refusal = findRefusal(scan, key)
  if (refusal !== null) {
    const stretch = createStretch(window)
    extendStretch(stretch, window, window.position + element.length, scan.limits)
    return takeDamage(scan, stretch, { ...refusal, pointer: pointerTo(scan, key) })
  }
  const start = window.position + element.start
  const line = 1 + window.lines + element.startLines
  window.position += element.length
  window.lines += element.lines
  const bytes = window.bytes.subarray(start, window.position)
  return {
    record: {
      bytes,
      line,
      offset: window.offset + start,
      index: scan.index,
      pointer: pointerTo(scan, key),
      key,
      parsed: parseRecord(bytes, element.colons - (key === null ? 0 : 1)),
    },
  }
}

interface Refusal {
  readonly code: DamageCode
  readonly message: string
}

/** Why a record that ends well is none. */
function findRefusal({ window, element, format, limits }: FileScan, key: string | null): Refusal | null {
  if (element.length > limits.maxRecordBytes) return tooLarge(element.length, limits.maxRecordBytes)
  if (element.deepest > limits.maxDepth) {
    return {
      code: 'TOO_DEEP',
      message: `The record nests ${element.deepest} levels deep; at most ${limits.maxDepth} are read.`,
    }
  }
  if (!isUtf8(window.bytes.subarray(window.position, window.position + element.length))) {
    return { code: 'INVALID_UTF8', message: 'The record holds bytes that are not UTF-8.' }
  }
  if (format.kind === 'KEYED' && key === null) {
    return { code: 'BROKEN_RECORD', message: "The record's key is not a JSON string." }
  }
  return null
}

function tooLarge(bytes: number, maxBytes: number): Refusal {
  return { code: 'RECORD_TOO_LARGE', message: `The record has ${bytes} bytes; at most ${maxBytes} are read.` }
}

/** In an object keyed by id the record's key; null when there is none, or when it can't be read. */
function findKey({ window, element, format }: FileScan): string | null {
  if (format.kind !== 'KEYED') return null
  const text = window.bytes.toString('utf8', window.position, window.position + element.start)
  try {
    return JSON.parse(text.slice(0, text.lastIndexOf('"') + 1))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function pointerTo(scan: FileScan, key: string | null): string {
  if (scan.format.kind === 'KEYED') return key === null ? '' : createPointer('', key)
  return createPointer('', scan.index)
}

/**
 * Follows a record that is larger than what may be held, letting go of its bytes. But when the next record starts
 * within the part that is held, an earlier one was never closed.
 */
function* takeLarge(scan: FileScan): Generator<Step, void> {
  const { window, element, format, limits } = scan
  if (findRecordLine(window, format.lineStart, window.position + 1) !== undefined)
    return yield* takeBroken(scan)
  const pointer = pointerTo(scan, findKey(scan))
  const stretch = createStretch(window)
  const extend = () =>
    extendStretch(stretch, window, window.position + element.length - stretch.bytes, limits)
  while (element.outcome === 'OPEN' && !window.isEnd) {
    extend()
    yield needsMore
    continueElement(element, window.bytes, window.position - stretch.bytes)
  }
  extend()
  if (element.outcome !== 'CLOSED') return yield* endBroken(scan, stretch, pointer)
  yield takeDamage(scan, stretch, { ...tooLarge(stretch.bytes, limits.maxRecordBytes), pointer })
}

/** Goes back to the byte behind the record's first, unless too much of the file was looked at twice already. */
function* takeBroken(scan: FileScan): Generator<Step, void> {
  const { window, element, limits } = scan
  const pointer = pointerTo(scan, findKey(scan))
  const stretch = createStretch(window)
  extendStretch(stretch, window, window.position + (scan.salvageBytes > 0 ? 1 : element.length), limits)
  yield* endBroken(scan, stretch, pointer)
  scan.salvageBytes -= Math.max(0, element.length - stretch.bytes)
}

function* endBroken(scan: FileScan, stretch: Stretch, pointer: string): Generator<Step, void> {
  const { window, format, limits } = scan
  yield* extendToRecord(stretch, window, format.lineStart, limits)
  yield takeDamage(scan, stretch, { ...describeBreak(scan), pointer })
}

function describeBreak({ window, element }: FileScan): Refusal {
  if (element.outcome === 'BROKEN') {
    const message = `The record is no JSON ${element.length} bytes behind its start: ${describeExpected(element.state)} should stand there.`
    return { code: 'BROKEN_RECORD', message }
  }
  if (countUnused(window) === 0) {
    return { code: 'TRUNCATED', message: 'The file ends within the record: what came after is lost.' }
  }
  return { code: 'BROKEN_RECORD', message: 'The record does not end before the next one starts.' }
}
