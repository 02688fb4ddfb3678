import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listMigrations } from '../../src/database/migrate.ts'
import { createTestDatabase } from '../support/database.ts'

test('a test database has every migration', async () => {
  const { connection } = await createTestDatabase()
  const migrations = await listMigrations(connection.db)
  expect(migrations.filter((migration) => migration.executedAt === undefined)).toEqual([])
})

test('an empty test database has no table', async () => {
  const { connection } = await createTestDatabase({ isEmpty: true })
  const tables = await sql`select 1 from pg_tables where schemaname = 'public'`.execute(connection.db)
  expect(tables.rows).toEqual([])
})
