import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { OperatorError } from '../../errors.ts'
import type { Connection, Database } from '../connection.ts'
import { describeDatabase } from '../session/client.ts'
import { inTransaction } from '../transaction.ts'
import {
  findDifference,
  findLacking,
  type Privilege,
  tablePrivileges,
  toStatements,
} from './serving-privileges.ts'

/** The result of granting, with the statements that another role must run. */
export interface GrantOutcome {
  /** The statements that were run; empty if the role already had exactly the required privileges. */
  readonly statements: readonly string[]
  /** Statements that only another role may run. */
  readonly leftToOthers: readonly string[]
}

/** An arbitrary advisory lock number, which must be the same in all versions of this program. */
const grantLock = 7_215_034_470

interface Place {
  readonly database: string
  readonly schema: string
  /** The current or future owner of the tables. */
  readonly owner: string
}

/**
 * Grants a role the privileges for serving requests, and revokes all others on the application's tables. Later migrations
 * do the same for new tables: the default privileges set here apply to them immediately, and identify the role to
 * `updateGrants`. Can be repeated, and run before the first migration. Runs in its own transaction.
 * @throws OperatorError if the role does not exist or its privileges can't be limited.
 */
export function grantServing(db: Database, role: string): Promise<GrantOutcome> {
  return inTransaction(db, async (trx) => {
    await lockGrants(trx)
    const place = await findPlace(trx)
    await requireLimitable(trx, role, place)
    return runGrants(trx, role, place)
  })
}

/** Updates the privileges of all serving roles after migrations have added tables. */
export function updateGrants(db: Database): Promise<void> {
  return inTransaction(db, async (trx) => {
    await lockGrants(trx)
    const place = await findPlace(trx)
    for (const role of await listServingRoles(trx, place)) {
      await run(trx, toStatements(await findDifference(trx, role), { schema: place.schema, role }))
    }
  })
}

/** In the caller's transaction; `owner` owns the tables. */
export async function runGrants(trx: Database, role: string, place: Place): Promise<GrantOutcome> {
  const { statements, leftToOthers } = await planPlaceGrants(trx, role, place)
  const onRelations = toStatements(await findDifference(trx, role), { schema: place.schema, role })
  await run(trx, [...statements, ...onRelations])
  return { statements: [...statements, ...onRelations], leftToOthers }
}

/** Concurrent grants on the same table would fail with "tuple concurrently updated". */
async function lockGrants(trx: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(${grantLock})`.execute(trx)
}

async function findPlace(trx: Database): Promise<Place> {
  const { rows } = await sql<Place>`
    select current_database() as database, coalesce(nspname, current_schema()) as schema,
      coalesce(pg_get_userbyid(relowner), current_user) as owner
    from (select to_regclass('users') as oid) as anchor
    left join pg_class on pg_class.oid = anchor.oid left join pg_namespace on pg_namespace.oid = relnamespace`.execute(
    trx,
  )
  const [place] = rows
  if (place === undefined) throw new Error('The query returned no row.')
  return place
}

async function requireLimitable(trx: Database, role: string, { owner }: Place): Promise<void> {
  const { rows } = await sql<{ isSuperuser: boolean; isOwner: boolean }>`
    select rolsuper as "isSuperuser", pg_has_role(oid, ${owner}, 'MEMBER') as "isOwner"
    from pg_roles where rolname = ${role}`.execute(trx)
  const [found] = rows
  if (found === undefined) {
    throw new OperatorError(
      `There is no role "${role}". Create it first: CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD '...'`,
    )
  }
  if (found.isSuperuser) {
    throw new OperatorError(`"${role}" is a superuser, whose privileges can't be limited. Use another role.`)
  }
  if (found.isOwner) {
    throw new OperatorError(
      `"${role}" is the owner of the tables ("${owner}") or a member of it, and has all privileges on them. ` +
        'Use another role.',
    )
  }
}

interface PlaceFacts {
  readonly mayConnect: boolean
  readonly mayMakeTemporary: boolean
  readonly mayUse: boolean
  readonly mayCreate: boolean
  readonly hasDefaults: boolean
  readonly administersDatabase: boolean
  readonly administersSchema: boolean
}

/** Privileges on the database, the schema, and future tables. */
async function planPlaceGrants(trx: Database, role: string, place: Place): Promise<GrantOutcome> {
  const facts = await findPlaceFacts(trx, role, place)
  const [grantee = '', schema = '', database = '', owner = ''] = [
    role,
    place.schema,
    place.database,
    place.owner,
  ].map(pg.escapeIdentifier)
  const defaults = `alter default privileges for role ${owner} in schema ${schema}`
  const steps: [isNeeded: boolean, isAllowed: boolean, statement: string][] = [
    [!facts.mayConnect, facts.administersDatabase, `grant connect on database ${database} to ${grantee}`],
    [
      facts.mayMakeTemporary,
      facts.administersDatabase,
      `revoke temporary on database ${database} from public, ${grantee}`,
    ],
    [!facts.mayUse, facts.administersSchema, `grant usage on schema ${schema} to ${grantee}`],
    [facts.mayCreate, facts.administersSchema, `revoke create on schema ${schema} from public, ${grantee}`],
    [
      !facts.hasDefaults,
      true,
      `${defaults} grant ${tablePrivileges.join(', ').toLowerCase()} on tables to ${grantee}`,
    ],
    [!facts.hasDefaults, true, `${defaults} grant usage on sequences to ${grantee}`],
  ]
  const needed = steps.filter(([isNeeded]) => isNeeded)
  return {
    statements: needed.filter(([, isAllowed]) => isAllowed).map(([, , statement]) => statement),
    leftToOthers: needed.filter(([, isAllowed]) => !isAllowed).map(([, , statement]) => statement),
  }
}

async function findPlaceFacts(trx: Database, role: string, place: Place): Promise<PlaceFacts> {
  const { database, schema, owner } = place
  const { rows } = await sql<PlaceFacts>`
    select
      has_database_privilege(${role}, datname, 'CONNECT') as "mayConnect",
      has_database_privilege(${role}, datname, 'TEMPORARY') as "mayMakeTemporary",
      has_schema_privilege(${role}, nspname, 'USAGE') as "mayUse",
      has_schema_privilege(${role}, nspname, 'CREATE') as "mayCreate",
      exists (${defaultsOf(schema)} and grantee.rolname = ${role} and owner.rolname = ${owner}) as "hasDefaults",
      pg_has_role(datdba, 'USAGE') as "administersDatabase",
      pg_has_role(nspowner, 'USAGE') as "administersSchema"
    from pg_database, pg_namespace where datname = ${database} and nspname = ${schema}`.execute(trx)
  const [facts] = rows
  if (facts === undefined) throw new Error(`The schema ${schema} has disappeared.`)
  return facts
}

/** The serving roles according to the default privileges. A role without these was excluded on purpose. */
async function listServingRoles(trx: Database, { schema }: Place): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct name from (${defaultsOf(schema)}) as granted order by name`.execute(trx)
  return rows.map(({ name }) => name)
}

function defaultsOf(schema: string): RawBuilder<unknown> {
  return sql`
    select grantee.rolname::text as name from pg_default_acl
    join pg_namespace on pg_namespace.oid = defaclnamespace
    cross join lateral aclexplode(defaclacl) as entry
    join pg_roles as grantee on grantee.oid = entry.grantee
    join pg_roles as owner on owner.oid = defaclrole
    where nspname = ${schema} and defaclobjtype = 'r' and privilege_type = 'INSERT' and entry.grantee <> defaclrole`
}

async function run(trx: Database, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(trx)
}

/** The serving role, as found by the checks at startup. */
interface ServingRole {
  readonly name: string
  /** Descriptions of privileges beyond those for serving; should be empty. */
  readonly excess: readonly string[]
}

const namedPrivileges = 5

/**
 * Checks the serving role, over the owner's connection (which may be the same).
 * @throws OperatorError if the two connections refer to different databases, or the role lacks a privilege.
 */
export async function checkServingRole(serving: Connection, owner: Connection): Promise<ServingRole> {
  const [served, owned] = [await findIdentity(serving.db), await findIdentity(owner.db)]
  if (served.database !== owned.database) throw differentDatabasesError(serving.database, owner.database)
  const lacking = await findLacking(owner.db, served.role)
  if (lacking.length > 0 || !served.seesTables) throw lackingPrivilegesError(served.role, lacking)
  return { name: served.role, excess: await findExcess(owner.db, served.role) }
}

/** Whether the connection's role owns the tables, as required by the importer's jobs. */
export async function ownsTables({ db }: Connection): Promise<boolean> {
  const { rows } = await sql<{ isOwner: boolean }>`
    select pg_has_role(relowner, 'USAGE') as "isOwner" from pg_class where oid = to_regclass('users')`.execute(
    db,
  )
  return rows[0]?.isOwner === true
}

interface Identity {
  readonly role: string
  /** Equal for connections to the same database of the same server. */
  readonly database: string
  readonly seesTables: boolean
}

async function findIdentity(db: Database): Promise<Identity> {
  const { rows } = await sql<Identity>`
    select current_user as role, to_regclass('users') is not null as "seesTables",
      concat(oid, ' ', datname, ' ', extract(epoch from pg_postmaster_start_time())) as database
    from pg_database where datname = current_database()`.execute(db)
  const [identity] = rows
  if (identity === undefined) throw new Error('The current database is not in pg_database.')
  return identity
}

function differentDatabasesError(serving: ExternalDatabase, owner: ExternalDatabase): OperatorError {
  return new OperatorError(
    `DATABASE_OWNER_URL refers to the database ${describeDatabase(owner)}, but requests would be served from the ` +
      `database ${describeDatabase(serving)}. Both must refer to the same database.`,
  )
}

function lackingPrivilegesError(role: string, lacking: readonly Privilege[]): OperatorError {
  const named = lacking
    .slice(0, namedPrivileges)
    .map(({ relation, column, name }) => `${name} on ${relation}${column === null ? '' : `.${column}`}`)
  const rest = lacking.length - named.length
  const list = named.length === 0 ? 'USAGE on the schema' : named.join(', ')
  return new OperatorError(
    `The role "${role}" lacks privileges that requests need: ${list}${rest > 0 ? ` and ${rest} more` : ''}. ` +
      `Grant them: npm run migrate -- grant ${role}`,
  )
}

/** Attributes and memberships that a serving role should not have. */
async function findExcess(db: Database, role: string): Promise<readonly string[]> {
  const { rows } = await sql<{ excess: string[] }>`
    select case when rolsuper then array['is a superuser'] else array_remove(array[
      case when pg_has_role(role.oid, relowner, 'MEMBER') then 'owns the tables' end,
      case when has_schema_privilege(role.oid, relnamespace, 'CREATE') then 'may create tables and functions' end,
      case when has_database_privilege(role.oid, current_database(), 'CREATE') then 'may create schemas' end,
      case when rolcreaterole then 'may create roles' end,
      case when rolcreatedb then 'may create databases' end,
      case when rolreplication then 'may replicate' end,
      (select 'is a member of ' || string_agg(rolname, ', ' order by rolname) from pg_roles as other
        where pg_has_role(role.oid, other.oid, 'MEMBER') and rolname in (
          'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_read_all_data',
          'pg_write_all_data', 'pg_maintain', 'pg_create_subscription', 'pg_signal_backend'))
    ], null) end as excess
    from pg_roles as role, pg_class where rolname = ${role} and pg_class.oid = to_regclass('users')`.execute(
    db,
  )
  return rows[0]?.excess ?? []
}
