import { median } from '../median.ts'
import type { ContestantName } from './contestants.ts'
import type { QueryName } from './queries/query.ts'

/** What one contestant did with one query in one round. */
export interface Measurement {
  readonly round: number
  readonly query: QueryName
  readonly contestant: ContestantName
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Processor milliseconds a request of the server's process; undefined for PostgreSQL alone. */
  readonly nodeCpuMs: number | undefined
  readonly postgresCpuMs: number
  /** Of the server's process, after the round. */
  readonly residentMb: number | undefined
}

/** All that was measured. */
export interface ApiFigures {
  readonly scale: number
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly machine: {
    readonly cores: number
    readonly memoryGb: number
    readonly postgres: string
    readonly node: string
  }
  readonly titles: Readonly<Partial<Record<ContestantName, string>>>
  readonly measurements: readonly Measurement[]
}

/** How many times as many requests we should answer, by query. */
export const targets: Readonly<Partial<Record<ContestantName, Partial<Record<QueryName, number>>>>> = {
  postgraphile: { Q1: 2, Q2: 1.8, Q3: 2, Q4: 1.3, Q5: 1.3 },
  mercurius: { Q1: 1.2, Q2: 1.5, Q3: 1.2, Q4: 1.2, Q5: 1 },
}
/** Our 99th percentile to PostGraphile's, at most. */
export const p99Target = 1

/** The median over the rounds of one figure. */
export function medianOf(
  measurements: readonly Measurement[],
  choose: (measurement: Measurement) => number | undefined,
): number | undefined {
  return median(measurements.map(choose).filter((value) => value !== undefined))
}

/** The median over the rounds of our figure divided by another's of the same round: the machine's mood cancels out. */
export function ratioOf(
  ours: readonly Measurement[],
  others: readonly Measurement[],
  choose: (measurement: Measurement) => number,
): number | undefined {
  const ratios = others.flatMap((other) => {
    const own = ours.find(({ round }) => round === other.round)
    return own === undefined ? [] : [choose(own) / choose(other)]
  })
  return median(ratios)
}
