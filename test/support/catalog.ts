import { sql } from 'kysely'
import type { Database } from '../../src/database/connection.ts'

export type CatalogKind =
  | 'schema'
  | 'extension'
  | 'type'
  | 'function'
  | 'relation'
  | 'column'
  | 'constraint'
  | 'index'
  | 'trigger'

/** An object that a migration can create, as printed by PostgreSQL. */
export interface CatalogEntry {
  readonly kind: CatalogKind
  /** `users`, or `staging.users` outside the schema `public`; '' for objects that belong to no table. */
  readonly table: string
  readonly name: string
  readonly definition: string
}

const schemas = sql`
  select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`

const relations = sql`
  select pg_class.*, pg_class.oid::regclass::text as "table" from pg_class join schemas on schemas.oid = relnamespace
  where relkind not in ('i', 'I') and relname not in ('kysely_migration', 'kysely_migration_lock')`

const objects = sql`
  select 'schema' as kind, '' as "table", 0 as place, nspname::text as name, '' as definition from schemas
  union all
  select 'extension', '', 0, extname, extversion from pg_extension
  union all
  select 'type', '', 0, typname, concat_ws(' ', typtype, typbasetype::regtype,
      (select string_agg(enumlabel, ', ' order by enumsortorder) from pg_enum where enumtypid = pg_type.oid))
    from pg_type join schemas on schemas.oid = typnamespace where typtype in ('e', 'd', 'r')
  union all
  select 'function', '', 0, pg_proc.oid::regprocedure::text, pg_get_functiondef(pg_proc.oid)
    from pg_proc join schemas on schemas.oid = pronamespace
    where not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
  union all
  select 'relation', "table", 0, relname, concat_ws(' ', relkind, relpersistence, relrowsecurity, reloptions)
    from relations`

const parts = sql`
  select 'column' as kind, "table", attnum as place, attname as name, concat(
      format_type(atttypid, atttypmod),
      case when attnotnull then ' NOT NULL' end,
      case when attidentity <> '' then concat(' IDENTITY ', attidentity) end,
      case when attgenerated <> '' then ' GENERATED' end,
      ' DEFAULT ' || pg_get_expr(adbin, adrelid)) as definition
    from relations join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
  union all
  select 'constraint', "table", 0, conname, pg_get_constraintdef(pg_constraint.oid)
    from relations join pg_constraint on conrelid = relations.oid where contype <> 'n'
  union all
  select 'index', "table", 0, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    from relations join pg_index on indrelid = relations.oid
  union all
  select 'trigger', "table", 0, tgname, pg_get_triggerdef(pg_trigger.oid)
    from relations join pg_trigger on tgrelid = relations.oid where not tgisinternal`

/**
 * All objects of the database except those of PostgreSQL and Kysely's list of migrations, with columns in order.
 * NOT NULL is part of the column, because before PostgreSQL 18 it is not a constraint.
 */
export async function readCatalog(db: Database): Promise<readonly CatalogEntry[]> {
  const { rows } = await sql<CatalogEntry>`
    with schemas as (${schemas}), relations as (${relations}),
      entries as (select * from (${objects}) as objects union all select * from (${parts}) as parts)
    select kind, "table", name, definition from entries order by kind, "table", place, name`.execute(db)
  return rows
}
