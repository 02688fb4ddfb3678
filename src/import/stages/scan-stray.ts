import { createPointer } from '../../json/pointer.ts'
import { createStretch, extendStretch, extendToRecord } from './scan-damage.ts'
import { brackets, type FileScan, type Step, takeDamage } from './scan-state.ts'
import { awaitBytes } from './scan-window.ts'

/**
 * What stands where a record should, as one damage. Plain bytes end before the next record or the closing bracket;
 * other bytes may be the inside of a record, so they end only where a record starts on a line.
 */
export function* scanStray(scan: FileScan): Generator<Step, void> {
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
