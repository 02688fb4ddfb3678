import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { ExternalDatabase } from '../../src/config.ts'
import { type ImportedTable, importedTables } from '../../src/import/records/record-type.ts'
import type { RecordCounts } from '../datasets/legacy/dataset.ts'
import { withConnection } from '../processes/postgres-server.ts'

/** The tables that an import writes, in foreign-key order. */
const filledTables = [...importedTables, 'legacy_records'] as const
export type FilledTable = (typeof filledTables)[number]

/** The rows of one import as CSV files. */
export interface RowFiles {
  readonly directory: string
  /** Referenced by the rows of legacy_records. */
  readonly jobId: string
}

const noSeconds: Readonly<Record<FilledTable, number>> = {
  users: 0,
  user_onboarding: 0,
  user_preferences: 0,
  contracts: 0,
  contract_competitors: 0,
  contract_rpc_config: 0,
  contract_analysis_params: 0,
  analyses: 0,
  chat_sessions: 0,
  chat_messages: 0,
  legacy_records: 0,
}
const readBytes = 1024 * 1024
/** Excludes the administrator who starts the import. */
const isImported = `where email <> 'admin@metagauge.invalid'`
const competitorsPerContract = 2
const rpcListsPerContract = 3

/** The number of rows of each table after an import of these records. */
function expectedRows(counts: RecordCounts): Readonly<Record<FilledTable, number>> {
  const { users, contracts, analyses, chat_sessions, chat_messages } = counts
  return {
    users,
    user_onboarding: users,
    user_preferences: users,
    contracts,
    contract_competitors: contracts * competitorsPerContract,
    contract_rpc_config: contracts * rpcListsPerContract,
    contract_analysis_params: contracts,
    analyses,
    chat_sessions,
    chat_messages,
    legacy_records: users + contracts + analyses + chat_sessions + chat_messages,
  }
}

/** @throws Error with the tables that have another number of rows than expected. */
export async function requireRows(database: ExternalDatabase, counts: RecordCounts): Promise<void> {
  const expected = expectedRows(counts)
  const wrong = await withConnection(database, async ({ pool }) => {
    const found: string[] = []
    for (const table of filledTables) {
      const condition = table === 'users' ? isImported : ''
      const { rows } = await pool.query<{ count: string }>(`select count(*) from ${table} ${condition}`)
      const count = Number(rows[0]?.count)
      if (count !== expected[table]) found.push(`${table} has ${count} rows instead of ${expected[table]}`)
    }
    return found
  })
  if (wrong.length > 0) throw new Error(`The import is incomplete: ${wrong.join(', ')}.`)
}

/** Writes the imported rows of every table to CSV files. */
export async function exportRows(
  database: ExternalDatabase,
  directory: string,
  jobId: string,
): Promise<RowFiles> {
  return withConnection(database, async ({ pool }) => {
    const client = await pool.connect()
    try {
      for (const table of filledTables) {
        const rows = `select * from ${table} ${table === 'users' ? isImported : ''}`
        const source = client.query(copyTo(`copy (${rows}) to stdout (format csv)`))
        await pipeline(source, createWriteStream(csvFile(directory, table), { flush: true }))
      }
    } finally {
      client.release()
    }
    return { directory, jobId }
  })
}

/** Copies the files into an empty migrated database, one transaction per table. Returns the seconds of each table. */
export async function copyRows(
  database: ExternalDatabase,
  { directory, jobId }: RowFiles,
): Promise<Record<FilledTable, number>> {
  return withConnection(database, async ({ pool }) => {
    const client = await pool.connect()
    const seconds = { ...noSeconds }
    try {
      await client.query('insert into import_jobs (id, directory) values ($1, $2)', [jobId, directory])
      for (const table of filledTables) {
        const startedAt = performance.now()
        await copyTable(client, table, csvFile(directory, table))
        seconds[table] = (performance.now() - startedAt) / 1000
      }
    } finally {
      client.release()
    }
    return seconds
  })
}

/** Like an import: legacy rows may break rules that apply to users' changes. */
async function copyTable(client: PoolClient, table: FilledTable, file: string): Promise<void> {
  await client.query(`begin; set local metagauge.is_import = 'on'`)
  const source = createReadStream(file, { highWaterMark: readBytes })
  await pipeline(source, client.query(copyFrom(`copy ${table} from stdin (format csv)`)))
  await client.query('commit')
}

function csvFile(directory: string, table: FilledTable): string {
  return join(directory, `${table}.csv`)
}

/** One INSERT per row, extrapolated from a sample. */
export interface InsertFigures {
  readonly sampledRows: number
  readonly sampledSeconds: number
  /** All rows of the ten tables. */
  readonly rows: number
  /** For all rows, at each table's rate. */
  readonly extrapolatedSeconds: number
}

/** The number of rows of a table that are inserted, at most. */
const sampleRows: Partial<Record<ImportedTable, number>> = { chat_messages: 20_000, analyses: 5_000 }
const otherSampleRows = 1_000

/**
 * Inserts a sample of every table's rows into an empty migrated database, one statement and one transaction per row, as
 * the legacy application's script did. Other rows that foreign keys need are copied and not measured. Tables and
 * indexes stay smaller than in a whole run, so the measured rate is slightly too high.
 */
export async function timeInserts(
  source: ExternalDatabase,
  target: ExternalDatabase,
): Promise<InsertFigures> {
  return withConnection(source, ({ pool: sourcePool }) =>
    withConnection(target, async ({ pool }) => {
      const client = await pool.connect()
      const total = { sampledRows: 0, sampledSeconds: 0, rows: 0, extrapolatedSeconds: 0 }
      try {
        for (const table of importedTables) {
          const sampled = await insertSample(sourcePool, client, table)
          const rows = await countRows(sourcePool, table)
          total.sampledRows += sampled.rows
          total.sampledSeconds += sampled.seconds
          total.rows += rows
          total.extrapolatedSeconds += sampled.rows === 0 ? 0 : (sampled.seconds * rows) / sampled.rows
          if (sampled.rows < rows && !(table in sampleRows))
            await copyRest(sourcePool, client, table, sampled.rows)
        }
      } finally {
        client.release()
      }
      return total
    }),
  )
}

async function insertSample(
  source: Pool,
  client: PoolClient,
  table: ImportedTable,
): Promise<{ rows: number; seconds: number }> {
  const { fields, rows } = await source.query<(string | null)[]>({
    text: `select * from ${table} order by id limit ${sampleRows[table] ?? otherSampleRows}`,
    rowMode: 'array',
    // As text: PostgreSQL accepts its own output for every type.
    types: { getTypeParser: () => (text: unknown) => text },
  })
  const names = fields.map(({ name }) => name).join(', ')
  const places = fields.map((_, at) => `$${at + 1}`).join(', ')
  const statement = `insert into ${table} (${names}) values (${places})`
  await client.query(`set metagauge.is_import = 'on'`)
  const startedAt = performance.now()
  for (const row of rows) await client.query(statement, row)
  return { rows: rows.length, seconds: (performance.now() - startedAt) / 1000 }
}

async function copyRest(
  source: Pool,
  client: PoolClient,
  table: ImportedTable,
  offset: number,
): Promise<void> {
  const reader = await source.connect()
  try {
    const rest = reader.query(copyTo(`copy (select * from ${table} order by id offset ${offset}) to stdout`))
    await pipeline(rest, client.query(copyFrom(`copy ${table} from stdin`)))
  } finally {
    reader.release()
  }
}

async function countRows(pool: Pool, table: ImportedTable): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`select count(*) from ${table}`)
  return Number(rows[0]?.count)
}
