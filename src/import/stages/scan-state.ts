import type { ReadLimits } from './read-limits.ts'
import type { SourceItem } from './record.ts'
import { finishStretch, type Problem, type Stretch } from './scan-damage.ts'
import type { ElementScan } from './scan-element.ts'
import type { FileFormat } from './scan-format.ts'
import { type ByteWindow, endOfFile, type needsMore } from './scan-window.ts'

/** How far a file has been scanned. */
export interface FileScan {
  readonly window: ByteWindow
  readonly format: FileFormat
  readonly limits: ReadLimits
  readonly element: ElementScan
  /** Ordinal of the next record. */
  index: number
  /** Bytes that may still be looked at a second time. */
  salvageBytes: number
  /** Stretches that looked like records, and were no JSON. */
  surprises: number
  /** Offset behind the last damage. */
  damagedTo: number
}

/** The byte that begins a record, and the one that ends the list of records. */
export const brackets = {
  ARRAY: { first: 0x7b, last: 0x5d },
  KEYED: { first: 0x22, last: 0x7d },
  LINES: { first: 0x7b, last: endOfFile },
  // What stands behind a damaged beginning is taken for an array.
  UNKNOWN: { first: 0x7b, last: 0x5d },
} as const

/** An item, or the wish for more bytes. */
export type Step = SourceItem | typeof needsMore

/** Ends the stretch: all of it is one damage. */
export function takeDamage(scan: FileScan, stretch: Stretch, problem: Problem): SourceItem {
  scan.damagedTo = stretch.offset + stretch.bytes
  return { damage: finishStretch(stretch, problem) }
}
