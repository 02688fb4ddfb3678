import type { LatencyFigures } from './measure-latency.ts'
import type { InsertFigures } from './single-inserts.ts'
import type { FilledTable } from './table-rows.ts'
import type { ImportFigures } from './timed-import.ts'

/** An import and a COPY of its rows, one after the other. */
export interface Round {
  readonly verified: ImportFigures
  readonly unverified: ImportFigures
  readonly copySeconds: Readonly<Record<FilledTable, number>>
  /** Processor time of PostgreSQL for the COPY of all tables. */
  readonly copyCpuSeconds: number
}

/** All that was measured; a part that was left out is undefined. */
export interface Figures {
  readonly scale: number
  readonly machine: {
    readonly cores: number
    readonly memoryGb: number
    readonly postgres: string
    readonly node: string
  }
  /** The import of a tenth. */
  readonly tenth: ImportFigures | undefined
  readonly rounds: readonly Round[]
  readonly inserts: InsertFigures | undefined
  /** The import of uploaded files, verified; its seconds begin with the first byte that is sent. */
  readonly upload: ImportFigures | undefined
  readonly latency: LatencyFigures | undefined
}

/** Of all tables, or without one. */
export function copySecondsOf(round: Round, without?: FilledTable): number {
  return Object.entries(round.copySeconds)
    .filter(([table]) => table !== without)
    .reduce((sum, [, seconds]) => sum + seconds, 0)
}
