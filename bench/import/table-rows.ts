import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { ExternalDatabase } from '../../src/config.ts'
import { importedTables } from '../../src/import/entities/entity.ts'
import { withConnection } from '../postgres-server.ts'
import type { RecordCounts } from './tree/world.ts'

/** The tables that an import fills, in foreign-key order. */
export const filledTables = [...importedTables, 'legacy_records'] as const
export type FilledTable = (typeof filledTables)[number]

/** The rows of one import as CSV files. */
export interface RowFiles {
  readonly directory: string
  /** The rows of legacy_records refer to it. */
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
/** The administrator who starts the import is no imported row. */
const isImported = `where email <> 'admin@metagauge.invalid'`
const competitorsPerContract = 2
const rpcListsPerContract = 3

/** How many rows an import of these records leaves in each table. */
export function expectedRows(counts: RecordCounts): Readonly<Record<FilledTable, number>> {
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

/** @throws Error that names the tables which do not have the rows that the records must give. */
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
  if (wrong.length > 0) throw new Error(`The result is wrong: ${wrong.join(', ')}.`)
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

/** Copies the files into an empty migrated database, a transaction a table; returns each table's seconds. */
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

/** As an import does it: the old data may break rules that hold for users from now on. */
async function copyTable(client: PoolClient, table: FilledTable, file: string): Promise<void> {
  await client.query(`begin; set local metagauge.is_import = 'on'`)
  const source = createReadStream(file, { highWaterMark: readBytes })
  await pipeline(source, client.query(copyFrom(`copy ${table} from stdin (format csv)`)))
  await client.query('commit')
}

function csvFile(directory: string, table: FilledTable): string {
  return join(directory, `${table}.csv`)
}
