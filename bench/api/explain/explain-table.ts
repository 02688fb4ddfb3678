import { OperatorError } from '../../../src/errors.ts'
import { formatTable } from '../api-table.ts'
import type { ExplainedList, ExplainedLists, ExplainedStatement } from './explain-lists.ts'
import { type PlanKind, planKinds } from './explain-statement.ts'

/** A table with more rows is large: to read all of them for a page is a mistake. */
export const maxScannedRows = 10_000
/** What is slower is told with its statement. */
const slowMs = 50
const headings = [
  'list',
  'statements',
  'ms',
  'ms, generic plans',
  'rows',
  'rows read',
  'pages',
  'read in full',
]

/** All lists as Markdown, and below them the statements that are slow or read large tables in full. */
export function formatExplainedLists({ lists, tables }: ExplainedLists): string {
  const table = formatTable([headings, ...lists.map((list) => toRow(list, tables))])
  const remarks = lists.flatMap((list) =>
    list.statements.flatMap((statement) => remark(list, statement, tables)),
  )
  return [table, ...remarks].join('\n\n')
}

/** @throws OperatorError that names the lists for which PostgreSQL reads a large table in full. */
export function requireIndexes({ lists, tables }: ExplainedLists): void {
  const isScanning = ({ statements }: ExplainedList) =>
    statements.some((statement) => planKinds.some((kind) => scannedLarge(statement, kind, tables).length > 0))
  const names = lists.filter(isScanning).map(({ name }) => name)
  if (names.length > 0) throw new OperatorError(`Lists that read a large table in full: ${names.join('; ')}.`)
}

type Tables = ExplainedLists['tables']

function toRow({ name, statements }: ExplainedList, tables: Tables): string[] {
  const sum = (choose: (statement: ExplainedStatement) => number) =>
    statements.reduce((total, statement) => total + choose(statement), 0)
  const scanned = new Set(
    statements
      .flatMap(({ custom, generic }) => [...custom.scans, ...generic.scans])
      .map(({ table }) => table),
  )
  return [
    name,
    String(statements.length),
    sum(({ custom }) => custom.milliseconds).toFixed(1),
    sum(({ generic }) => generic.milliseconds).toFixed(1),
    sum(({ custom }) => custom.rows).toFixed(0),
    sum(({ custom, generic }) => Math.max(custom.rowsRead, generic.rowsRead)).toFixed(0),
    sum(({ custom, generic }) => Math.max(custom.pagesRead, generic.pagesRead)).toFixed(0),
    [...scanned].map((table) => `${table} (${tables.get(table)})`).join(', '),
  ]
}

function remark({ name }: ExplainedList, statement: ExplainedStatement, tables: Tables): string[] {
  return planKinds.flatMap((kind) => {
    const { milliseconds, cost } = statement[kind]
    const large = scannedLarge(statement, kind, tables)
    if (large.length === 0 && milliseconds <= slowMs) return []
    const fault = large.length === 0 ? 'is slow' : `reads ${large.join(' and ')} in full`
    return `${name}, ${kind} plan, ${fault}: ${milliseconds.toFixed(1)} ms, cost ${cost}\n${statement.text}`
  })
}

function scannedLarge(statement: ExplainedStatement, kind: PlanKind, tables: Tables): readonly string[] {
  const large = statement[kind].scans.filter(({ table }) => (tables.get(table) ?? 0) > maxScannedRows)
  return [...new Set(large.map(({ table }) => table))]
}
