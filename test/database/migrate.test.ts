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
import { withClient } from '../../src/database/session/client.ts'
import { createTestDatabase } from '../support/database.ts'

const emptyDatabase = async () => (await createTestDatabase({ isEmpty: true })).connection.db

/** All columns, constraints and indexes, as text. */
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
  test('runs pending migrations, and then has nothing to do', async () => {
    const db = await emptyDatabase()
    const pending = await listPending(db)
    expect((await migrateToLatest(db)).map(({ name }) => name)).toEqual(pending)
    expect(await migrateToLatest(db)).toEqual([])
    expect(await listPending(db)).toEqual([])
  })

  test('goes down one by one, and up to a name', async () => {
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

  test('refuses an unknown name', async () => {
    await expect(migrateTo(await emptyDatabase(), '0000-nothing')).rejects.toThrow(
      'There is no migration "0000-nothing"',
    )
  })

  test('that fails is rolled back, names the migration and the reason, and keeps earlier migrations', async () => {
    const db = await emptyDatabase()
    await migrateTo(db, '0003-contracts')
    await sql`create table chat_sessions (mine integer)`.execute(db)
    await expect(migrateToLatest(db)).rejects.toThrow(
      /^Migration 0005-chat failed: .*"chat_sessions" already exists\. It was rolled back; .*\. Migrations completed before it: 1\.$/,
    )
    expect((await listPending(db))[0]).toBe('0005-chat')
    await sql`drop table chat_sessions`.execute(db)
    await migrateToLatest(db)
    const { connection } = await createTestDatabase()
    expect(await describeSchema(db)).toEqual(await describeSchema(connection.db))
  })

  test('continues after an interrupted index build', async () => {
    const db = await emptyDatabase()
    await migrateTo(db, '0016-import-progress')
    // CREATE INDEX CONCURRENTLY leaves an invalid index when it is interrupted.
    await sql`create index users_by_role on users (id)`.execute(db)
    await sql`create index analyses_by_results_replacement on analyses (id)`.execute(db)
    await sql`update pg_index set indisvalid = false where indexrelid = 'users_by_role'::regclass`.execute(db)
    await migrateToLatest(db)
    const { connection } = await createTestDatabase()
    expect(await describeSchema(db)).toEqual(await describeSchema(connection.db))
  })

  test('waits for a run of an older release, and reports it', async () => {
    const { connection, database } = await createTestDatabase({ isEmpty: true })
    const lines: string[] = []
    const migrated = await withClient(database, async (client) => {
      await client.query('select pg_advisory_lock(3853314791062309107)')
      const running = migrateToLatest(connection.db, (line) => lines.push(line))
      await expect.poll(() => lines).toHaveLength(1)
      return { running }
    })
    expect((await migrated.running).length).toBeGreaterThan(0)
    expect(lines[0]).toMatch(
      /^Waiting for another run that is migrating the database \(metagauge, process \d+\)\.$/,
    )
  })

  test('releases its locks while another session holds one that it needs, and reports what it is waiting for', async () => {
    const { connection, database } = await createTestDatabase({ isEmpty: true })
    await migrateTo(connection.db, '0011-search')
    const lines: string[] = []
    const running = await withClient(database, async (client) => {
      await client.query('begin; lock table contracts in row exclusive mode')
      const migrating = migrateTo(connection.db, '0012-contract-limits', (line) => lines.push(line))
      await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(1)
      return { migrating }
    })
    expect(await running.migrating).toEqual([{ name: '0012-contract-limits', direction: 'Up' }])
    expect(lines[0]).toBe(
      '0012-contract-limits is waiting for a lock held by another session (attempt 1 of 60).',
    )
  })

  test('refuses a database that a newer release has migrated', async () => {
    const { connection } = await createTestDatabase()
    await sql`insert into kysely_migration values ('9999-later', now()::text)`.execute(connection.db)
    await expect(migrateToLatest(connection.db)).rejects.toThrow('older than the database')
  })
})

test('the plan is the SQL of the pending migrations, which is not run', async () => {
  const db = await emptyDatabase()
  const plan = await planMigrations(db)
  expect(plan.map(({ name }) => name)).toEqual(await listPending(db))
  expect(await describeSchema(db)).toEqual([])
  for (const statement of plan.flatMap(({ statements }) => statements)) await sql.raw(statement).execute(db)
  const { connection } = await createTestDatabase()
  expect(await describeSchema(db)).toEqual(await describeSchema(connection.db))
})
