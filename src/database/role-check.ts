import { sql } from 'kysely'
import type { ExternalDatabase } from '../config.ts'
import { OperatorError } from '../errors.ts'
import type { Connection, Database } from './connection.ts'
import { findLacking, type Privilege } from './serving-privileges.ts'

/** The serving role, as found by the checks at startup. */
export interface ServingRole {
  readonly name: string
  /** Privileges beyond those for serving, in words; should be empty. */
  readonly excess: readonly string[]
}

const namedPrivileges = 5

/**
 * Checks the serving role, over the owner's connection (which may be the same).
 * @throws OperatorError if the two connections refer to different databases, or the role lacks a privilege.
 */
export async function checkServingRole(serving: Connection, owner: Connection): Promise<ServingRole> {
  const [served, owned] = [await findIdentity(serving.db), await findIdentity(owner.db)]
  if (served.database !== owned.database) throw differentDatabases(serving.database, owner.database)
  const lacking = await findLacking(owner.db, served.role)
  if (lacking.length > 0 || !served.seesTables) throw lackingPrivileges(served.role, lacking)
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

function differentDatabases(serving: ExternalDatabase, owner: ExternalDatabase): OperatorError {
  return new OperatorError(
    `DATABASE_OWNER_URL refers to the ${describe(owner)}, but requests would be served from the ` +
      `${describe(serving)}. Both must refer to the same database.`,
  )
}

function describe({ connectionString, host, port, database }: ExternalDatabase): string {
  if (connectionString === undefined) return `database "${database}" on ${host}:${port}`
  const url = new URL(connectionString)
  return `database "${url.pathname.slice(1)}" on ${url.host}`
}

function lackingPrivileges(role: string, lacking: readonly Privilege[]): OperatorError {
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
