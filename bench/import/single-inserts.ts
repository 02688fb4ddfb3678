import { pipeline } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { ExternalDatabase } from '../../src/config.ts'
import { type ImportedTable, importedTables } from '../../src/import/entities/entity.ts'
import { withConnection } from '../postgres-server.ts'

/** What one INSERT per row takes, as far as a sample tells. */
export interface InsertFigures {
  readonly sampledRows: number
  readonly sampledSeconds: number
  /** Rows of the ten tables in all. */
  readonly rows: number
  /** For all of them, at each table's own rate. */
  readonly extrapolatedSeconds: number
}

/** Rows of a table that are inserted one by one; of a table with fewer, all. */
const sampleRows: Partial<Record<ImportedTable, number>> = { chat_messages: 20_000, analyses: 5_000 }
const otherSampleRows = 1_000

/**
 * Inserts a sample of every table's rows into an empty migrated database, one statement and one transaction a row, as
 * the old application's script did. The rest of a table, to which others refer, is copied and not measured. The
 * tables and their indexes stay smaller than in a whole run, so the rate is rather too high than too low.
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
    // As PostgreSQL wrote them: it takes them back so, whatever the type.
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
