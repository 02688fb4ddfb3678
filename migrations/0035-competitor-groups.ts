import { type Kysely, sql } from 'kysely'

/**
 * The group of a competitor, which imports kept only in `legacy_records.extra`. There, `was` of `/competitors/N/id` is the
 * id of the row. A group is not copied if the lists of the record and of the rows were in different orders, or if the
 * column is too short; `extra` still has it.
 *
 * Not one transaction: the rows would be read while the table is locked.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table contract_competitors add column if not exists group_name varchar(255)`.execute(db)
  await sql`alter table staging.contract_competitors add column if not exists group_name varchar(255)`.execute(
    db,
  )
  await sql`
update contract_competitors set group_name = imported.group_name
from (
  select contract_id, extra #>> array[place || '/id', 'was'] as id, group_name
  from (
    select record.id as contract_id, record.extra, substr(change.key, 1, length(change.key) - length('/group')) as place,
      change.value ->> 'is' as group_name
    from legacy_records as record
    cross join lateral jsonb_each(record.extra) as change
    where record.kind = 'contracts' and change.key ~ '^/competitors/[0-9]+/group$'
      and jsonb_typeof(change.value -> 'is') = 'string'
  ) as kept
  where length(group_name) <= 255
    and not (extra ?| array[place || '/address', place || '/chain', place || '/name', place || '/addedAt'])
) as imported
where contract_competitors.contract_id = imported.contract_id and contract_competitors.id::text = imported.id
  and contract_competitors.group_name is null`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table staging.contract_competitors drop column if exists group_name`.execute(db)
  await sql`alter table contract_competitors drop column if exists group_name`.execute(db)
}
