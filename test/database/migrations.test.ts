import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrateDown, migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import { type CatalogEntry, readCatalog } from '../support/catalog.ts'
import { createTestDatabase } from '../support/database.ts'
import { runAsAdmin } from '../support/postgres.ts'

const names = readdirSync(join(import.meta.dirname, '../../migrations')).map((file) => file.slice(0, -3))

test('migrations are numbered without gaps and named in words', () => {
  for (const [index, name] of names.entries()) {
    expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}(-[a-z]+)+$`))
  }
})

test('undoing a migration restores the previous catalog, and running it again gives the same one', async () => {
  const { db } = (await createTestDatabase({ isEmpty: true })).connection
  const stages: { name: string; before: readonly CatalogEntry[]; after: readonly CatalogEntry[] }[] = []
  for (const name of names) {
    const before = await readCatalog(db)
    await migrateTo(db, name)
    stages.push({ name, before, after: await readCatalog(db) })
  }
  for (const { name, before, after } of stages.toReversed()) {
    await migrateDown(db)
    expect(sortByName(await readCatalog(db)), `${name} undone`).toEqual(sortByName(before))
    await migrateTo(db, name)
    expect(sortByName(await readCatalog(db)), `${name} done again`).toEqual(sortByName(after))
    await migrateDown(db)
  }
})

/** A column that is added again is the last one. */
function sortByName(catalog: readonly CatalogEntry[]): CatalogEntry[] {
  const keyOf = ({ kind, table, name }: CatalogEntry) => [kind, table, name].join()
  return catalog.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

test('migrating up, down to empty and up again gives an identical catalog', async () => {
  const { db } = (await createTestDatabase({ isEmpty: true })).connection
  const empty = await readCatalog(db)
  await migrateToLatest(db)
  const migrated = await readCatalog(db)
  expect(migrated.length).toBeGreaterThan(empty.length)
  while ((await migrateDown(db)).length > 0);
  expect(await readCatalog(db)).toEqual(empty)
  await migrateToLatest(db)
  expect(await readCatalog(db)).toEqual(migrated)
})

test('the counts of jobs survive their move to import_progress, and back', async () => {
  const { db, pool } = (await createTestDatabase({ isEmpty: true })).connection
  const progress = { counts: { users: { read: 7 } }, bytes_read: '70', started_at: new Date(0) }
  const columns = Object.keys(progress).join()
  await migrateTo(db, '0015-deleted-records')
  await pool.query(
    `insert into import_jobs (directory, ${columns}) values ('.', $1, $2, $3)`,
    Object.values(progress),
  )
  await migrateTo(db, '0016-import-progress')
  expect((await pool.query(`select ${columns} from import_progress`)).rows).toEqual([progress])
  await migrateDown(db)
  expect((await pool.query(`select ${columns} from import_jobs`)).rows).toEqual([progress])
})

test('a server without extensions gets the indexes that do not need them', async () => {
  const { connection, database } = await createTestDatabase({ isEmpty: true })
  await runAsAdmin(
    database,
    `create function refuse() returns event_trigger language plpgsql as $$
      begin raise insufficient_privilege using message = 'no extensions here'; end $$`,
  )
  await runAsAdmin(
    database,
    `create event trigger no_extensions on ddl_command_start when tag in ('CREATE EXTENSION')
      execute function refuse()`,
  )
  await migrateToLatest(connection.db)
  const catalog = await readCatalog(connection.db)
  const find = (searched: string) => catalog.find(({ name }) => name === searched)?.definition
  expect(find('analyses_by_results')).toMatch(/gin \(results jsonb_path_ops\)/)
  expect(find('users_by_text')).toBeUndefined()
  expect(find('users_by_normal_text')).toBeUndefined()
  while ((await migrateDown(connection.db)).length > 0);
})

test('existing e-mails get their normal form, unless another account has it', async () => {
  const { db, pool } = (await createTestDatabase({ isEmpty: true })).connection
  await migrateTo(db, names[names.findIndex((name) => name.endsWith('-normal-form')) - 1] ?? '')
  const emails = ['\u00e9@x', 'e\u0301@x', 'a\u0323\u0302@x', 'a\u0302\u0323@x', 'e\u0300@x', 'plain@x']
  for (const [place, email] of emails.entries()) {
    await pool.query("insert into users (email, password, name, api_key) values ($1, '!', '', $2)", [
      email,
      `sha256:${String(place).repeat(64)}`,
    ])
  }

  await migrateToLatest(db)

  const { rows } = await pool.query('select email from users')
  const stored = rows.map(({ email }) => email)
  expect(stored).toHaveLength(emails.length)
  expect(stored).toEqual(expect.arrayContaining(['\u00e9@x', 'e\u0301@x', '\u1ead@x', '\u00e8@x', 'plain@x']))
})
