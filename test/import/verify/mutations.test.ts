import { expect, test } from 'vitest'
import { importedTables } from '../../../src/import/records/record-type.ts'
import { createTestDatabase } from '../../support/database.ts'
import { countsOf, importFiles, runJob } from '../../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../../support/legacy-records.ts'
import { unnoticedColumns } from './unnoticed-columns.ts'

const { connection } = await createTestDatabase()
const { pool } = connection

const user = legacyUser({
  onboarding: { completed: true, defaultContract: { address: '0x1', chain: 'lisk', name: 'Token' } },
})
const contract = legacyContract(user.id, {
  competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk', name: 'Other', group: 'direct' }],
  rpcConfig: { ethereum: ['https://rpc.example'] },
  analysisParams: { maxRetries: 3 },
  tags: ['a'],
})
const session = legacySession(user.id)
const files = {
  'users.json': [user, { name: 'No id' }],
  'contracts.json': [contract],
  'analyses.json': [legacyAnalysis(user.id, { configId: contract.id, results: { total: 1 } })],
  'chat_sessions.json': [session],
  'chat_messages.json': [legacyMessage(session.id)],
}

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

/** Every column of the tables that an import writes, from the catalog, except generated ones. */
async function listColumns(): Promise<Column[]> {
  const tables = [...importedTables, 'legacy_records', 'import_rejects']
  const { rows } = await pool.query(
    `select table_name as "table", column_name as name, udt_name as type from information_schema.columns
    where table_schema = 'public' and table_name = any($1) and is_generated = 'NEVER'
    order by table_name, ordinal_position`,
    [tables],
  )
  return rows
}

/** Expressions for other values than the column's, by type; those that a constraint rejects are not tried. */
const otherValues: Readonly<Record<string, (column: string) => readonly string[]>> = {
  uuid: () => ['gen_random_uuid()'],
  bool: (column) => [`not coalesce(${column}, false)`],
  timestamptz: (column) => [`coalesce(${column} + interval '1 day', now())`],
  date: (column) => [`coalesce(${column} + 1, current_date)`],
  jsonb: () => [`'{"/damaged": {"is": true}}'`, `'[{"damaged": true}]'`],
  bytea: () => [`sha256('damaged')`],
  _text: () => [`array['damaged']`, `array['json']`],
  _uuid: () => ['array[gen_random_uuid()]'],
  numeric: (column) => [`coalesce(${column}, 0) + 1`],
}
const otherNumber = (column: string) => [`coalesce(${column}, 0) + 1`, `coalesce(${column}, 0) - 1`]
const closedWords = ['pro', 'admin', 'failed', 'comparative', 'system', 'chat_sessions', 'analyses']
const otherText = (column: string) => [
  `coalesce(${column}, '') || 'x'`,
  "'sha256:' || repeat('0', 64)",
  ...closedWords.map((word) => `'${word}'`),
]

function listOtherValues({ name, type }: Column): readonly string[] {
  const column = `"${name}"`
  const list = otherValues[type] ?? (/^(int|float)/.test(type) ? otherNumber : otherText)
  return list(column)
}

/** Damages the column in one row. Returns false if no other value is allowed. */
async function damageColumn({ table, name }: Column, values: readonly string[]): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query('set session_replication_role = replica')
    for (const value of values) {
      const statement = `update ${table} set "${name}" = ${value} where ctid = (select ctid from ${table} limit 1)`
      const isDone = await client.query(statement).then(
        ({ rowCount }) => rowCount === 1,
        () => false,
      )
      if (isDone) return true
    }
    return false
  } finally {
    await client.query('reset session_replication_role')
    client.release()
  }
}

async function copyTables(from: string, to: string, tables: readonly string[]) {
  const client = await pool.connect()
  await client.query('set session_replication_role = replica')
  for (const table of tables) {
    const { rows } = await client.query(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    )
    const { names } = rows[0]
    await client.query(`delete from ${to}.${table}`)
    await client.query(`insert into ${to}.${table} (${names}) select ${names} from ${from}.${table}`)
  }
  await client.query('reset session_replication_role')
  client.release()
}

test('a verification notices damage to every column, except those that are listed with their reason', async () => {
  const { id } = await importFiles(connection, files)
  const columns = await listColumns()
  const tables = [...new Set(columns.map(({ table }) => table))]
  await pool.query('create schema kept')
  for (const table of tables) await pool.query(`create table kept.${table} (like public.${table})`)
  await copyTables('public', 'kept', tables)
  const unnoticed: string[] = []
  for (const column of columns) {
    const isDamaged = await damageColumn(column, listOtherValues(column))
    if (!isDamaged) {
      unnoticed.push(`${column.table}.${column.name} has no other value`)
      continue
    }
    const job = await runJob(connection, 'verify', id)
    expect(job.phase, `${column.table}.${column.name}`).toBe('completed')
    const kinds = ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const
    if (kinds.every((kind) => countsOf(job, kind).rejected === 0))
      unnoticed.push(`${column.table}.${column.name}`)
    await copyTables('kept', 'public', [column.table])
  }
  expect(unnoticed.toSorted()).toEqual(Object.keys(unnoticedColumns).toSorted())
}, 300_000)
