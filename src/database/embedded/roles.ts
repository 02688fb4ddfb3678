import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { OperatorError } from '../../errors.ts'
import { writeSecret } from '../../process/secret-file.ts'
import { createConnection, type Database } from '../connection.ts'
import { readErrorFields } from '../postgres-errors.ts'
import { runGrants } from '../roles/serving-role.ts'
import { withClient } from '../session/client.ts'
import { inTransaction } from '../transaction.ts'
import { lockSpace, locks } from './lock.ts'

/** The connections of the two roles to the application's database. */
export interface RoleDatabases {
  readonly owner: ExternalDatabase
  readonly serving: ExternalDatabase
}

const databaseName = 'metagauge'
const schemaName = 'public'
const roles = { owner: 'metagauge_owner', serving: 'metagauge_server' } as const
/** How long the conversion waits for another program that is using the tables of an earlier release. */
const lockTimeoutMs = 5_000
const lockNotAvailable = '55P03'

/**
 * Creates the database and its two roles if they are missing: the owner and the serving role. Neither is a superuser. A
 * database of an earlier release, which used one superuser for everything, is converted: its tables get the new owner. Only
 * one process does this at a time. The conversion is one transaction, and the steps before it are repeated after a crash.
 * @throws OperatorError if another program is using the tables of an earlier release.
 */
export function prepareRoles(admin: ExternalDatabase, home: string): Promise<RoleDatabases> {
  return withClient(admin, async (client) => {
    // Released when the session ends.
    await client.query('select pg_advisory_lock($1, $2)', [lockSpace, locks.roles])
    const passwords = {
      owner: await prepareRole(client, roles.owner, join(home, 'owner-password')),
      serving: await prepareRole(client, roles.serving, join(home, 'server-password')),
    }
    if ((await findDatabaseOwner(client)) !== roles.owner) await convertDatabase(client, admin)
    const connectionOf = (role: keyof typeof roles): ExternalDatabase => ({
      ...admin,
      database: databaseName,
      user: roles[role],
      password: passwords[role],
    })
    return { owner: connectionOf('owner'), serving: connectionOf('serving') }
  })
}

/** Returns the role's password. The file is written after the role has it; if the file is missing, the role gets a new one. */
async function prepareRole(client: pg.Client, role: string, file: string): Promise<string> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  if (rowCount === 1 && kept !== undefined) return kept
  const password = kept ?? randomBytes(24).toString('base64url')
  const verb = rowCount === 0 ? 'create' : 'alter'
  await client.query(
    `${verb} role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
      password ${pg.escapeLiteral(password)}`,
  )
  if (kept === undefined) writeSecret(file, password)
  return password
}

/** Undefined if there is no database yet. The database's owner changes last, so it shows whether the conversion is complete. */
async function findDatabaseOwner(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ owner: string }>(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [databaseName],
  )
  return rows[0]?.owner
}

async function convertDatabase(client: pg.Client, admin: ExternalDatabase): Promise<void> {
  if ((await findDatabaseOwner(client)) === undefined) await client.query(`create database ${databaseName}`)
  const connection = createConnection({
    database: { ...admin, database: databaseName },
    maxConnections: 1,
    applicationName: 'metagauge-roles',
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    await inTransaction(connection.db, changeOwner)
  } catch (cause) {
    if (readErrorFields(cause).code !== lockNotAvailable) throw cause
    throw new OperatorError(
      'The embedded database was created by an earlier release, and another program is using its tables. ' +
        'Stop that program and start again. Nothing was changed.',
      { cause },
    )
  } finally {
    await connection.close()
  }
}

async function changeOwner(trx: Database): Promise<void> {
  await run(trx, `set local lock_timeout = ${lockTimeoutMs}`)
  for (const { statement } of (await sql<{ statement: string }>`${ownedByAdmin}`.execute(trx)).rows) {
    await run(trx, statement)
  }
  await run(trx, `revoke all on database ${databaseName} from public`)
  await run(trx, `alter database ${databaseName} owner to ${roles.owner}`)
  for (const { name } of (
    await sql<{ name: string }>`
    select datname::text as name from pg_database where datname not in (${databaseName}, 'template0')`.execute(
      trx,
    )
  ).rows) {
    await run(trx, `revoke all on database ${pg.escapeIdentifier(name)} from public`)
  }
  await runGrants(trx, roles.serving, { database: databaseName, schema: schemaName, owner: roles.owner })
}

/**
 * The statements that transfer the superuser's objects to the owner, tables first. REASSIGN OWNED can't be used, because the
 * cluster's superuser also owns PostgreSQL's own objects. Extensions have no ALTER ... OWNER: they still belong to the
 * superuser, and lose the comment that makes an undone migration drop them. Indexes and column sequences follow their tables.
 */
const ownedByAdmin = sql`
  with schemas as (
    select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
  ), statements as (
    select 1 as place, format('alter %s %s owner to ${sql.raw(roles.owner)}', case relkind
        when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
        pg_class.oid::regclass) as statement
      from pg_class join schemas on schemas.oid = relnamespace
      where relkind in ('r', 'p', 'v', 'm', 'S') and relowner = current_user::regrole
        and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid
          and (deptype in ('e', 'i') or (relkind = 'S' and deptype = 'a')))
    union all
    select 2, format('alter routine %s owner to ${sql.raw(roles.owner)}', pg_proc.oid::regprocedure)
      from pg_proc join schemas on schemas.oid = pronamespace
      where proowner = current_user::regrole
        and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
    union all
    select 3, format('alter type %s owner to ${sql.raw(roles.owner)}', pg_type.oid::regtype)
      from pg_type join schemas on schemas.oid = typnamespace
      where typowner = current_user::regrole and typtype in ('e', 'd', 'r')
        and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = pg_type.oid and deptype = 'e')
    union all
    select 4, format('alter schema %s owner to ${sql.raw(roles.owner)}', pg_namespace.oid::regnamespace)
      from pg_namespace join schemas using (oid) where nspowner = current_user::regrole
    union all
    select 5, format('comment on extension %I is null', extname) from pg_extension
      where obj_description(oid, 'pg_extension') like 'made by the migration %'
  )
  select statement from statements order by place, statement`

async function run(trx: Database, statement: string): Promise<void> {
  await sql.raw(statement).execute(trx)
}
