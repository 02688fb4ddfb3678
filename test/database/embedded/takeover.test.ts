import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { ExternalDatabase } from '../../../src/config.ts'
import { type Connection, createConnection, type Database } from '../../../src/database/connection.ts'
import {
  fallbackDirectory,
  findBinaries,
  findServerUser,
  makeRunnable,
} from '../../../src/database/embedded/binaries.ts'
import {
  prepareDataDirectory,
  readPassword,
  serverUserName,
} from '../../../src/database/embedded/data-directory.ts'
import { type EmbeddedDatabase, openEmbedded } from '../../../src/database/embedded/index.ts'
import { takeServerLock } from '../../../src/database/embedded/lock.ts'
import { startPostmaster, stopPostmaster } from '../../../src/database/embedded/postmaster.ts'
import { migrateDown, migrateTo, migrateToLatest } from '../../../src/database/migrate.ts'
import { findLacking } from '../../../src/database/roles/serving-privileges.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { createDirectory, queryOnce } from '../../support/embedded-postgres.ts'
import { insertAnalysis, insertContract, insertUser } from '../../support/factories.ts'
import { importTree } from '../../support/imports.ts'
import { connectionTo } from '../../support/postgres.ts'

/** The newest migration of release 0.1.0, which had one superuser for everything. */
const lastOfRelease = '0017-results-by-owner'
const legacyDirectory = join(import.meta.dirname, '../../fixtures/legacy/era2')
const stopTimeoutMs = 10_000

let dataDirectory: string
let before: Record<string, string>
beforeEach(async () => {
  dataDirectory = join(createDirectory(), '.data')
  before = await makeReleasedDatabase(dataDirectory)
})

/**
 * Creates a database as release 0.1.0 did: created, migrated and filled by the cluster's superuser. Returns the digest of
 * every table.
 */
async function makeReleasedDatabase(directory: string): Promise<Record<string, string>> {
  const { postgres, stop } = await startReleased(directory)
  await withClient(postgres, (client) => client.query('create database metagauge'))
  const digests = await withConnection({ ...postgres, database: 'metagauge' }, async (connection) => {
    // Filled with the newest schema, which the import of this release requires, and migrated down.
    await migrateToLatest(connection.db)
    await fill(connection)
    await migrateTo(connection.db, lastOfRelease)
    return digestTables(connection.db)
  })
  await stop()
  return digests
}

/** Starts only the server, and returns the superuser's connection. */
async function startReleased(directory: string) {
  const user = findServerUser()
  const binaries = makeRunnable(findBinaries(), user, fallbackDirectory)
  const home = await prepareDataDirectory({
    dataDirectory: directory,
    binaries,
    user,
    fallback: fallbackDirectory,
  })
  const { pid, port } = await startPostmaster({ binaries, user, home, settings: { max_connections: '60' } })
  const password = readPassword(home)
  const postgres = {
    host: '127.0.0.1',
    port,
    database: 'postgres',
    user: serverUserName,
    password,
    tls: false,
  }
  return { postgres, stop: () => stopPostmaster(home, pid, stopTimeoutMs) }
}

async function fill(connection: Connection): Promise<void> {
  expect(await importTree(connection, legacyDirectory)).toMatchObject({ phase: 'completed' })
  const { db } = connection
  const { id } = await insertUser(db, { name: 'Ürsula' })
  await insertContract(db, { user_id: id })
  await insertAnalysis(db, { user_id: id, results: '{"exact": 1.10000000000000000001}' })
  await sql`create type mood as enum ('good'); create sequence counter; create view named as select name from users`.execute(
    db,
  )
}

async function withConnection<T>(
  database: ExternalDatabase,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = createConnection(connectionTo(database))
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** A digest of each table's rows, in any order. */
async function digestTables(db: Database): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select pg_class.oid::regclass::text as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and nspname in ('public', 'staging') order by name`.execute(db)
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ digest: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest
      from ${sql.raw(name)} as t`.execute(db)
    digests[name] = rows[0]?.digest ?? ''
  }
  return digests
}

async function open(): Promise<EmbeddedDatabase> {
  const embedded = await openEmbedded({ dataDirectory, maxConnections: 5 })
  onTestFinished(() => embedded.close())
  return embedded
}

/** The owners of all objects of the database, except those of PostgreSQL and of extensions. */
async function ownersOf({ admin }: EmbeddedDatabase): Promise<unknown> {
  const { rows } = await withClient({ ...admin, database: 'metagauge' }, (client) =>
    client.query<{ owner: string }>(
      `with schemas as (select oid, nspowner from pg_namespace where nspname in ('public', 'staging')),
        owners as (
          select relowner as owner, oid from pg_class where relnamespace in (select oid from schemas)
          union all select proowner, oid from pg_proc where pronamespace in (select oid from schemas)
          union all select typowner, oid from pg_type where typnamespace in (select oid from schemas)
          union all select nspowner, oid from schemas
          union all select datdba, oid from pg_database where datname = 'metagauge')
      select distinct pg_get_userbyid(owner) as owner from owners
      where not exists (select from pg_depend where objid = owners.oid and deptype = 'e') order by owner`,
    ),
  )
  return rows.map(({ owner }) => owner)
}

const taken = ['metagauge_owner', 'pg_database_owner']

describe('the embedded database of release 0.1.0', () => {
  test('is converted with every row, by two concurrent processes and repeatedly', async () => {
    const [first] = await Promise.all([open(), open(), open()])
    expect(await ownersOf(first)).toEqual(taken)
    await withConnection(first.owner, async ({ db }) => {
      expect(await digestTables(db)).toEqual(before)
      await migrateToLatest(db)
      expect(await findLacking(db, String(first.serving.user))).toEqual([])
    })
    expect(Object.values(before).filter((digest) => !digest.startsWith('0 ')).length).toBeGreaterThan(15)
  })

  test('is served by a role that can only read and write', async () => {
    const { serving, owner } = await open()
    expect(await queryOnce(serving, `select name from users where name = 'Ürsula'`)).toEqual({
      name: 'Ürsula',
    })
    await queryOnce(serving, `update users set name = 'Ursula' where name = 'Ürsula'`)
    for (const statement of [
      'create temporary table loot ()',
      'create table loot ()',
      'truncate users cascade',
    ])
      await expect(queryOnce(serving, statement)).rejects.toThrow('permission denied')
    for (const database of ['postgres', 'template1']) {
      for (const role of [serving, owner])
        await expect(queryOnce({ ...role, database }, 'select 1')).rejects.toThrow(
          'permission denied for database',
        )
    }
  })

  test('can be imported into, reverted and migrated by its new owner, which is not a superuser', async () => {
    const { owner } = await open()
    await withConnection(owner, async (connection) => {
      await migrateToLatest(connection.db)
      expect(await importTree(connection, legacyDirectory)).toMatchObject({ phase: 'completed' })
      for (let count = 0; count < 7; count += 1) await migrateDown(connection.db)
      await migrateToLatest(connection.db)
      expect(await queryOnce(owner, 'select rolsuper from pg_roles where rolname = current_user')).toEqual({
        rolsuper: false,
      })
    })
  })

  test('is unchanged when the conversion is interrupted, and converted by the next start', async () => {
    const { postgres } = await startReleased(dataDirectory)
    const old = { ...postgres, database: 'metagauge' }
    const hold = await takeServerLock(postgres, () => undefined)
    await withClient(old, async (user) => {
      await user.query('begin; lock table chat_messages in access share mode')
      await expect(openEmbedded({ dataDirectory, maxConnections: 5 })).rejects.toThrow(
        'another program is using its tables. Stop that program and start again. Nothing was changed.',
      )
    })
    const untouched = await queryOnce(
      old,
      `select pg_get_userbyid(relowner) as owner from pg_class where relname = 'users'`,
    )
    expect(untouched).toEqual({ owner: serverUserName })
    const embedded = await open()
    expect(await ownersOf(embedded)).toEqual(taken)
    await withConnection(embedded.owner, async ({ db }) => expect(await digestTables(db)).toEqual(before))
    await hold.release()
    await hold.close()
  })
})
