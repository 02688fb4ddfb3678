import type pg from 'pg'

/** What makes loading slow and can be made again afterwards, with the statements that take it away and bring it back. */
export interface TableDefinitions {
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

/** All keys, foreign keys and indexes of the tables, as the migrations made them. */
export async function readDefinitions(
  client: pg.ClientBase,
  tables: readonly string[],
): Promise<TableDefinitions> {
  const { rows } = await client.query<Definition>(definitionsQuery, [tables])
  const ofKind = (kind: Definition['kind']) => rows.filter((row) => row.kind === kind)
  // A foreign key needs the key that it refers to.
  const ordered = [...ofKind('key'), ...ofKind('index'), ...ofKind('foreign key')]
  return {
    drop: ordered.toReversed().map(({ drop }) => drop),
    create: ordered.map(({ create }) => create),
  }
}
