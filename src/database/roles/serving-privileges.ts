import { sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../connection.ts'

/** A privilege on a table, on one of its columns, or on a sequence. */
export interface Privilege {
  readonly relation: string
  /** Null for the whole relation. */
  readonly column: string | null
  /** PostgreSQL's name of it, such as SELECT. */
  readonly name: string
}

/** The serving role's missing and excess privileges. */
export interface PrivilegeDifference {
  readonly missing: readonly Privilege[]
  readonly surplus: readonly Privilege[]
}

/** The default for a table that is not listed below. Never TRUNCATE, REFERENCES, TRIGGER or MAINTAIN. */
export const tablePrivileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const

const readOnly = { table: ['SELECT'] } as const
const none = { table: [] } as const

/**
 * Tables on which requests need less than `tablePrivileges`. Jobs write the tables of imports over the owner's
 * connection. Requests read `import_rejects.raw`, because the API shows its beginning with secrets masked. Deleting a
 * contract runs a trigger, with the privileges of the deleting role, that sets `legacy_records.deleted_at`.
 */
const restricted: Readonly<
  Record<string, { readonly table: readonly string[]; readonly columns?: Readonly<Record<string, string>> }>
> = {
  import_jobs: readOnly,
  import_progress: readOnly,
  import_files: readOnly,
  import_rejects: readOnly,
  import_undo: none,
  legacy_documents: readOnly,
  legacy_records: {
    table: [],
    columns: { kind: 'SELECT', id: 'SELECT', was_running: 'SELECT', deleted_at: 'UPDATE' },
  },
  tier_quotas: readOnly,
  kysely_migration: readOnly,
  kysely_migration_lock: none,
}

interface Relation {
  readonly name: string
  readonly isSequence: boolean
  /** Skips columns that a later migration adds. */
  readonly columns: readonly string[]
}

/**
 * The application's relations: those with the schema and owner of `users`. A schema shared with another program also
 * contains others. The schema `staging` is only for the owner.
 */
const relations = sql`
  select pg_class.oid, pg_class.relname, pg_class.relkind, pg_class.relacl
  from pg_class as anchor
  join pg_class on pg_class.relnamespace = anchor.relnamespace and pg_class.relowner = anchor.relowner
  where anchor.oid = to_regclass('users') and pg_class.relkind in ('r', 'p', 'v', 'm', 'S')
    and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid
      and deptype in ('e', 'i'))`

/** Compares the privileges granted to a role with those it needs for serving. Before the first migration, nothing is missing. */
export async function findDifference(db: Database, role: string): Promise<PrivilegeDifference> {
  const needed = toPrivileges(await listRelations(db))
  const { rows: granted } = await sql<Privilege>`
    with relations as (${relations})
    select relname as relation, null as "column", privilege_type as name
    from relations cross join lateral aclexplode(relacl) where grantee = ${oidOf(role)}
    union all
    select relname, attname, privilege_type
    from relations join pg_attribute on attrelid = relations.oid and not attisdropped cross join lateral aclexplode(attacl)
    where grantee = ${oidOf(role)}`.execute(db)
  return { missing: without(needed, granted), surplus: without(granted, needed) }
}

/** Privileges that a role needs for serving but does not have, whether directly, by membership, as owner or through PUBLIC. */
export async function findLacking(db: Database, role: string): Promise<readonly Privilege[]> {
  const needed = toPrivileges(await listRelations(db))
  const { rows } = await sql<Privilege>`
    with relations as (${relations})
    select relation, "column", name
    from jsonb_to_recordset(${JSON.stringify(needed)}::jsonb) as needed (relation text, "column" text, name text)
    join relations on relname = relation
    where not case
      when relkind = 'S' then has_sequence_privilege(${role}, oid, name)
      when "column" is null then has_table_privilege(${role}, oid, name)
      else has_column_privilege(${role}, oid, "column", name) end
    order by relation, "column", name`.execute(db)
  return rows
}

/** One GRANT or REVOKE for each relation. */
export function toStatements(
  { missing, surplus }: PrivilegeDifference,
  { schema, role }: { readonly schema: string; readonly role: string },
): readonly string[] {
  const name = (relation: string) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(relation)}`
  const grantee = pg.escapeIdentifier(role)
  return [
    ...describe(surplus, (relation, list) => `revoke ${list} on ${name(relation)} from ${grantee}`),
    ...describe(missing, (relation, list) => `grant ${list} on ${name(relation)} to ${grantee}`),
  ]
}

function oidOf(role: string) {
  return sql`(select oid from pg_roles where rolname = ${role})`
}

function describe(
  privileges: readonly Privilege[],
  toStatement: (relation: string, list: string) => string,
): string[] {
  const byRelation = Map.groupBy(privileges, ({ relation }) => relation)
  return [...byRelation].map(([relation, list]) =>
    toStatement(relation, list.map(describePrivilege).join(', ')),
  )
}

function describePrivilege({ name, column }: Privilege): string {
  return column === null ? name.toLowerCase() : `${name.toLowerCase()} (${pg.escapeIdentifier(column)})`
}

async function listRelations(db: Database): Promise<readonly Relation[]> {
  const { rows } = await sql<Relation>`
    with relations as (${relations})
    select relname as name, relkind = 'S' as "isSequence",
      array(select attname::text from pg_attribute where attrelid = relations.oid and attnum > 0 and not attisdropped) as columns
    from relations order by relname`.execute(db)
  return rows
}

function toPrivileges(list: readonly Relation[]): readonly Privilege[] {
  return list.flatMap(({ name: relation, isSequence, columns: existing }) => {
    if (isSequence) return [{ relation, column: null, name: 'USAGE' }]
    const { table, columns = {} } = restricted[relation] ?? { table: tablePrivileges }
    return [
      ...table.map((name) => ({ relation, column: null, name })),
      ...Object.entries(columns)
        .filter(([column]) => existing.includes(column))
        .map(([column, name]) => ({ relation, column, name })),
    ]
  })
}

function without(list: readonly Privilege[], others: readonly Privilege[]): readonly Privilege[] {
  const keyOf = ({ relation, column, name }: Privilege) => JSON.stringify([relation, column, name])
  const keys = new Set(others.map(keyOf))
  return list.filter((privilege) => !keys.has(keyOf(privilege)))
}
