import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { default as pg } from 'pg'
import type { ExternalDatabase } from '../../../src/config.ts'
import { migrateToLatest } from '../../../src/database/migrate.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { OperatorError } from '../../../src/errors.ts'
import { type PostgresServer, runStatement, withConnection } from '../../processes/postgres-server.ts'

const usersAtFullScale = 5_000
/** One user of ten is busy: only multiples of ten have the right number of rows. */
const usersPerGroup = 10
/** In the order of loading. */
const tables = [
  ...['users', 'user_onboarding', 'user_preferences'],
  ...['contracts', 'contract_competitors', 'contract_rpc_config', 'contract_analysis_params'],
  ...['analyses', 'chat_sessions', 'chat_messages'],
]
const settings = [
  // The dataset is valid; the triggers check changes by users.
  "set metagauge.is_import = 'on'",
  'set synchronous_commit = off',
  "set maintenance_work_mem = '512MB'",
  "set work_mem = '256MB'",
]

/** The number of users of a scale; 1 is 5,000. */
export function countUsers(scale: number): number {
  return Math.max(1, Math.round((usersAtFullScale * scale) / usersPerGroup)) * usersPerGroup
}

/**
 * The scale with a tenth of the rows.
 * @throws OperatorError if a tenth of the users is not a multiple of ten.
 */
export function tenthOf(scale: number): number {
  const tenth = scale / 10
  if (countUsers(tenth) * 10 === countUsers(scale)) return tenth
  throw new OperatorError(
    `A tenth of ${countUsers(scale)} users is not a multiple of ten: choose another --scale.`,
  )
}

/** Each scale has its own database, so that a short run does not replace the data of a long one. */
export function databaseNameOf(scale: number): string {
  return `bench_api_${countUsers(scale)}`
}

/** Returns the database of this scale: that of the last run, or a new one if a migration or script has changed since. */
export async function prepareDataset(
  { admin }: Pick<PostgresServer, 'admin'>,
  scale: number,
  log: (line: string) => void,
): Promise<ExternalDatabase> {
  const fingerprint = readFingerprint()
  const name = databaseNameOf(scale)
  const database = { ...admin, database: name }
  if ((await readComment(admin, name)) === fingerprint) return database
  await runStatement(admin, `drop database if exists ${name} with (force)`)
  await runStatement(admin, `create database ${name}`)
  log('loading: migrations')
  await withConnection(database, ({ db }) => migrateToLatest(db))
  await withClient(database, (client) => load(client, scale, log))
  // Last, so that an interrupted load is not taken for a complete one.
  await runStatement(admin, `comment on database ${name} is '${fingerprint}'`)
  await runStatement(admin, 'checkpoint')
  return database
}

function listScripts(): string[] {
  return globSync(join(import.meta.dirname, '*.sql')).sort()
}

/** Changes with every migration and script. */
function readFingerprint(): string {
  const migrations = globSync(join(import.meta.dirname, '../../../migrations/*.ts')).sort()
  const hash = createHash('sha256')
  for (const file of [...migrations, ...listScripts()]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** The database's comment; undefined if there is no comment or no database. */
async function readComment(admin: ExternalDatabase, name: string): Promise<string | undefined> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ comment: string | null }>(
      "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1",
      [name],
    ),
  )
  return rows[0]?.comment ?? undefined
}

async function load(client: pg.Client, scale: number, log: (line: string) => void): Promise<void> {
  for (const setting of settings) await client.query(setting)
  await client.query("select set_config('bench.users', $1, false)", [String(countUsers(scale))])
  const definitions = await readDefinitions(client, tables)
  for (const statement of definitions.drop) await client.query(statement)
  for (const script of listScripts()) {
    log(`loading: ${basename(script, '.sql')}`)
    await client.query(readFileSync(script, 'utf8'))
  }
  log('loading: keys and indexes')
  for (const statement of definitions.create) await client.query(statement)
  log('loading: vacuum and analyze')
  await client.query('vacuum (analyze)')
}

/** Statements that drop everything that slows loading down, and that create it again. */
interface TableDefinitions {
  readonly drop: readonly string[]
  readonly create: readonly string[]
}

interface Definition {
  readonly kind: 'foreign key' | 'key' | 'index'
  readonly drop: string
  readonly create: string
}

const definitionsQuery = `
  select case contype when 'f' then 'foreign key' else 'key' end as kind,
    format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
  from pg_constraint
  where contype = any('{p,u}') and conrelid = any($1::regclass[])
    or contype = 'f' and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[]))
  union all
  select 'index', format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  from pg_index
  where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`

/** All keys, foreign keys and indexes of the tables, as the migrations created them. */
export async function readDefinitions(
  client: pg.ClientBase,
  tables: readonly string[],
): Promise<TableDefinitions> {
  const { rows } = await client.query<Definition>(definitionsQuery, [tables])
  const ofKind = (kind: Definition['kind']) => rows.filter((row) => row.kind === kind)
  // A foreign key needs the key that it references.
  const ordered = [...ofKind('key'), ...ofKind('index'), ...ofKind('foreign key')]
  return {
    drop: ordered.toReversed().map(({ drop }) => drop),
    create: ordered.map(({ create }) => create),
  }
}
