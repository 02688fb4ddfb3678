import { type ApiFigures, type Measurement, medianOf, p99Target, ratioOf, targets } from './api-figures.ts'
import { type ContestantName, contestantNames } from './contestants.ts'
import { type QueryName, queryNames, queryTitles } from './queries/query.ts'

const headings = [
  ...['', 'requests/s', 'p50 ms', 'p99 ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'memory MB'],
  ...['we / it', 'target', 'our p99 / its', 'target'],
]

/** All figures as Markdown, a table for each query. */
export function formatApiFigures(figures: ApiFigures): string {
  const { machine, scale, rounds, seconds, connections, measurements } = figures
  const head =
    `Scale ${scale}, ${rounds} rounds of ${seconds} s, ${connections} connections, ${machine.cores} cores, ${machine.memoryGb} GB, ` +
    `PostgreSQL ${machine.postgres}, Node ${machine.node}. Medians of the rounds; ratios are taken round by round.`
  const asked = queryNames.filter((name) => measurements.some(({ query }) => query === name))
  return [head, ...asked.map((name) => formatQuery(figures, name))].join('\n\n')
}

function formatQuery({ measurements, titles }: ApiFigures, name: QueryName): string {
  const ofQuery = measurements.filter(({ query }) => query === name)
  const rowsOf = (contestant: ContestantName) => ofQuery.filter((row) => row.contestant === contestant)
  const lines = contestantNames
    .filter((contestant) => rowsOf(contestant).length > 0)
    .map((contestant) => [
      titles[contestant] ?? contestant,
      ...describe(rowsOf(contestant)),
      ...(contestant === 'ours' ? ['', '', '', ''] : compare(rowsOf('ours'), rowsOf(contestant), contestant)),
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
  contestant: ContestantName,
): string[] {
  const speed = ratioOf(ours, others, (row) => row.requestsPerSecond)
  const p99 = contestant === 'database' ? undefined : ratioOf(ours, others, (row) => row.p99)
  const target = targets[contestant]?.[others[0]?.query ?? 'Q0']
  return [
    digits(speed, 2),
    judge(speed, target, '>='),
    digits(p99, 2),
    judge(p99, target !== undefined && contestant === 'postgraphile' ? p99Target : undefined, '<='),
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

/** Columns as wide as their widest cell; numbers stand at the right. The headings are the first row. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 3))
  const formatRow = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [formatRow(head), formatRow(rule), ...body.map(formatRow)].join('\n')
}
