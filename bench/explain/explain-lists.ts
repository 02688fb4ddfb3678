import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { withClient } from '../../src/database/session/client.ts'
import { OperatorError } from '../../src/errors.ts'
import type { ApiBenchOptions } from '../api/bench.ts'
import { prepareDataset } from '../datasets/api/load-dataset.ts'
import type { ListQuery } from '../lists/list-forms.ts'
import { findPage, listQueries } from '../lists/list-queries.ts'
import { formatTable } from '../markdown-table.ts'
import { openPostgres, type PostgresServer } from '../processes/postgres-server.ts'
import { type Explanation, explainStatement, type PlanKind, planKinds } from './explain-statement.ts'
import { createLongLists, type LongLists } from './long-lists.ts'
import { type RecordedServer, startRecordedServer } from './recorded-server.ts'

interface ExplainedStatement extends Record<PlanKind, Explanation> {
  readonly text: string
}

/** A list and PostgreSQL's plans for each of its statements. */
interface ExplainedList {
  readonly name: string
  readonly statements: readonly ExplainedStatement[]
}

export interface ExplainedLists {
  readonly lists: readonly ExplainedList[]
  /** The number of rows of each table. */
  readonly tables: ReadonlyMap<string, number>
}

const connections = 10

/** Requests each list from our server on a copy of the dataset, and explains the statements that the server sends. */
export async function explainLists(
  { cacheDirectory, scale }: ApiBenchOptions,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<ExplainedLists> {
  await using cleanUp = new AsyncDisposableStack()
  const interrupted = Promise.withResolvers<never>()
  // Without a handler, an interruption before the race would be an unhandled rejection.
  interrupted.promise.catch(() => undefined)
  signal.addEventListener('abort', () => interrupted.reject(signal.reason))
  await mkdir(cacheDirectory, { recursive: true })
  const directory = await mkdtemp(join(cacheDirectory, 'explain-'))
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = await openPostgres(join(cacheDirectory, 'api-database'), connections)
  cleanUp.defer(() => postgres.close())
  // Awaited here: the server and the directory are removed when this function returns.
  const explaining = explainListsOn(postgres, { directory, scale, log, signal })
  // After an interruption, stopping PostgreSQL ends it too; the next run drops the copy.
  return await Promise.race([explaining, interrupted.promise])
}

interface Explaining {
  /** An empty directory. */
  readonly directory: string
  readonly scale: number
  readonly signal: AbortSignal
  log(line: string): void
}

/** Does the same on a running PostgreSQL server. */
export async function explainListsOn(
  { admin }: Pick<PostgresServer, 'admin'>,
  { directory, scale, log, signal }: Explaining,
): Promise<ExplainedLists> {
  await using cleanUp = new AsyncDisposableStack()
  const data = await prepareDataset({ admin }, scale, log)
  log('copying the data, and making some lists long')
  const long = await createLongLists(admin, data, scale)
  cleanUp.defer(() => long.drop())
  const server = await startRecordedServer(long.database, directory)
  cleanUp.defer(() => server.close())
  return await withClient(long.database, async (client) => {
    const viewerStatements = await server.statementsOf(() => server.ask('{ __typename }', {}, 'owner'))
    const known = new Set(viewerStatements.map(({ text }) => text))
    const lists: ExplainedList[] = []
    for (const query of listQueries(long.subjects)) {
      signal.throwIfAborted()
      log(query.name)
      lists.push(await explainList(query, { client, server, long, known }))
    }
    return { lists, tables: await countRows(client) }
  })
}

interface Explainer {
  readonly client: pg.Client
  readonly server: RecordedServer
  readonly long: LongLists
  /** Statements that are sent with every request. */
  readonly known: ReadonlySet<string>
}

async function explainList(
  query: ListQuery,
  { client, server, long, known }: Explainer,
): Promise<ExplainedList> {
  const page = await findPage(server.ask, query, long.subjects)
  const sent = await server.statementsOf(() => server.ask(query.document, page, query.sender))
  const statements: ExplainedStatement[] = []
  for (const statement of sent.filter(({ text }) => !known.has(text))) {
    const [custom, generic] = planKinds
    statements.push({
      text: statement.text,
      custom: await explainStatement(client, statement, custom),
      generic: await explainStatement(client, statement, generic),
    })
  }
  return { name: query.name, statements }
}

async function countRows(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; rows: number }>(
    `select relname as name, reltuples::float8 as rows from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  return new Map(rows.map(({ name, rows }) => [name, rows]))
}

/** A page must not need a sequential scan of a table with more rows. */
const maxScannedRows = 10_000
/** Slower statements are printed. */
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

/** All lists as a Markdown table, and below it the statements that are slow or read a large table in full. */
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
