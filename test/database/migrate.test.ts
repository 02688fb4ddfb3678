import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import {
  listMigrations,
  migrateDown,
  migrateTo,
  migrateToLatest,
  planMigrations,
} from '../../src/database/migrate.ts'
import { createTestDatabase } from '../support/database.ts'

const emptyDatabase = async () => (await createTestDatabase({ isEmpty: true })).connection.db

/** Every column, constraint and index, as text. */
async function describeSchema(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s', table_name, column_name, data_type) as line
      from information_schema.columns where table_schema = 'public'
    union all
    select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select indexdef from pg_indexes where schemaname = 'public'
    order by 1`.execute(db)
  return rows.map((row) => row.line).filter((line) => !line.includes('kysely_migration'))
}

async function listPending(db: Database): Promise<string[]> {
  const migrations = await listMigrations(db)
  return migrations.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}

describe('migrating', () => {
  test('runs what is pending, and then has nothing to do', async () => {
    const db = await emptyDatabase()
    const pending = await listPending(db)
    expect((await migrateToLatest(db)).map(({ name }) => name)).toEqual(pending)
    expect(await migrateToLatest(db)).toEqual([])
    expect(await listPending(db)).toEqual([])
  })

  test('goes down one by one and up to a name', async () => {
    const db = await emptyDatabase()
    const [first = '', second = '', third = ''] = await listPending(db)
    await migrateTo(db, second)
    expect(await migrateDown(db)).toEqual([{ name: second, direction: 'Down' }])
    expect(await migrateTo(db, third)).toEqual([
      { name: second, direction: 'Up' },
      { name: third, direction: 'Up' },
    ])
    expect(await migrateTo(db, first)).toHaveLength(2)
  })

  test('refuses a name that is no migration', async () => {
    await expect(migrateTo(await emptyDatabase(), '0000-nothing')).rejects.toThrow(
      'There is no migration "0000-nothing"',
    )
  })

  test('that fails leaves the database as it was, and names the migration and the reason', async () => {
    const db = await emptyDatabase()
    await sql`create table chat_sessions (mine integer)`.execute(db)
    const before = await describeSchema(db)
    await expect(migrateToLatest(db)).rejects.toThrow(
      /Migration 0005-chat failed: .*"chat_sessions" already exists/,
    )
    expect(await describeSchema(db)).toEqual(before)
  })

  test('refuses a database that a newer release has migrated', async () => {
    const { connection } = await createTestDatabase()
    await sql`insert into kysely_migration values ('9999-later', now()::text)`.execute(connection.db)
    await expect(migrateToLatest(connection.db)).rejects.toThrow('older than the database')
  })
})

test('the plan is the SQL of the pending migrations, and nothing of it runs', async () => {
  const db = await emptyDatabase()
  const plan = await planMigrations(db)
  expect(plan.map(({ name }) => name)).toEqual(await listPending(db))
  expect(await describeSchema(db)).toEqual([])
  for (const statement of plan.flatMap(({ statements }) => statements)) await sql.raw(statement).execute(db)
  const { connection } = await createTestDatabase()
  expect(await describeSchema(db)).toEqual(await describeSchema(connection.db))
})
