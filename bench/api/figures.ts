import { formatTable } from '../markdown-table.ts'
import { type QueryName, queryNames, queryTitles } from '../queries/query.ts'
import { median } from '../statistics.ts'
import { type CandidateName, candidateNames } from './candidates.ts'

/** One candidate, one query, one round. */
export interface Measurement {
  readonly round: number
  readonly query: QueryName
  readonly candidate: CandidateName
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** CPU milliseconds per request of the server's process; undefined for PostgreSQL alone. */
  readonly nodeCpuMs: number | undefined
  /** CPU milliseconds per request of PostgreSQL. */
  readonly postgresCpuMs: number
  /** Resident memory of the server's process after the round. */
  readonly residentMb: number | undefined
}

/** All measurements of a run. */
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
  readonly titles: Readonly<Partial<Record<CandidateName, string>>>
  readonly measurements: readonly Measurement[]
}

/** Our throughput divided by the other server's, at least, by query. */
const targets: Readonly<Partial<Record<CandidateName, Partial<Record<QueryName, number>>>>> = {
  postgraphile: { Q1: 2, Q2: 1.8, Q3: 2, Q4: 1.3, Q5: 1.3 },
  mercurius: { Q1: 1.2, Q2: 1.5, Q3: 1.2, Q4: 1.2, Q5: 1 },
}
/** Our 99th percentile divided by PostGraphile's, at most. */
const p99Target = 1

/** The median of one figure over the rounds. */
function medianOf(
  measurements: readonly Measurement[],
  choose: (measurement: Measurement) => number | undefined,
): number | undefined {
  return median(measurements.map(choose).filter((value) => value !== undefined))
}

/** The median over the rounds of our figure divided by the other's of the same round, so that slow rounds cancel out. */
function ratioOf(
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

const headings = [
  ...['', 'requests/s', 'p50 ms', 'p99 ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'memory MB'],
  ...['we / it', 'target', 'our p99 / its', 'target'],
]

/** All figures as Markdown, a table for each query. */
export function formatApiFigures(figures: ApiFigures): string {
  const { machine, scale, rounds, seconds, connections, measurements } = figures
  const head =
    `Scale ${scale}, ${rounds} rounds of ${seconds} s, ${connections} connections, ${machine.cores} cores, ${machine.memoryGb} GB, ` +
    `PostgreSQL ${machine.postgres}, Node ${machine.node}. Medians of the rounds; ratios are computed per round.`
  const asked = queryNames.filter((name) => measurements.some(({ query }) => query === name))
  return [head, ...asked.map((name) => formatQuery(figures, name))].join('\n\n')
}

function formatQuery({ measurements, titles }: ApiFigures, name: QueryName): string {
  const ofQuery = measurements.filter(({ query }) => query === name)
  const rowsOf = (candidate: CandidateName) => ofQuery.filter((row) => row.candidate === candidate)
  const lines = candidateNames
    .filter((candidate) => rowsOf(candidate).length > 0)
    .map((candidate) => [
      titles[candidate] ?? candidate,
      ...describe(rowsOf(candidate)),
      ...(candidate === 'ours' ? ['', '', '', ''] : compare(rowsOf('ours'), rowsOf(candidate), candidate)),
    ])
  return `${name}: ${queryTitles[name]}\n\n${formatTable([headings, ...lines])}`
}

const columns: readonly { choose(row: Measurement): number | undefined; behindPoint: number }[] = [
  { choose: (row) => row.requestsPerSecond, behindPoint: 0 },
  { choose: (row) => row.p50, behindPoint: 1 },
  { choose: (row) => row.p99, behindPoint: 1 },
  { choose: (row) => row.nodeCpuMs, behindPoint: 2 },
  { choose: (row) => row.postgresCpuMs, behindPoint: 2 },
  { choose: (row) => row.residentMb, behindPoint: 0 },
]

function describe(rows: readonly Measurement[]): string[] {
  return columns.map(({ choose, behindPoint }) => digits(medianOf(rows, choose), behindPoint))
}

function compare(
  ours: readonly Measurement[],
  others: readonly Measurement[],
  candidate: CandidateName,
): string[] {
  const speed = ratioOf(ours, others, (row) => row.requestsPerSecond)
  const p99 = candidate === 'database' ? undefined : ratioOf(ours, others, (row) => row.p99)
  const target = targets[candidate]?.[others[0]?.query ?? 'Q0']
  return [
    digits(speed, 2),
    judge(speed, target, '>='),
    digits(p99, 2),
    judge(p99, target !== undefined && candidate === 'postgraphile' ? p99Target : undefined, '<='),
  ]
}

function judge(ratio: number | undefined, target: number | undefined, order: '>=' | '<='): string {
  if (ratio === undefined || target === undefined) return ''
  const isMet = order === '>=' ? ratio >= target : ratio <= target
  return `${order} ${target.toFixed(1)} ${isMet ? 'met' : 'MISSED'}`
}

function digits(value: number | undefined, behindPoint: number): string {
  return value === undefined ? '' : value.toFixed(behindPoint)
}
