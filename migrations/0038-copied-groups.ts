import { type Kysely, sql } from 'kysely'

/**
 * Removes from `legacy_records.extra` the groups of competitors that 0035 copied to their column. Otherwise, an export
 * would write the imported group of a competitor whose group was cleared.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
update legacy_records set extra = legacy_records.extra - copied.keys
from (
  select record.id, array_agg(change.key) as keys
  from legacy_records as record
  cross join lateral jsonb_each(record.extra) as change
  join contract_competitors as competitor on competitor.contract_id = record.id
    and competitor.id::text = record.extra #>> array[regexp_replace(change.key, 'group$', 'id'), 'was']
    and competitor.group_name = change.value ->> 'is'
  where record.kind = 'contracts' and change.key ~ '^/competitors/[0-9]+/group$'
    and not (change.value ?| array['was', 'wasText'])
  group by record.id
) as copied
where legacy_records.kind = 'contracts' and legacy_records.id = copied.id`.execute(db)
}

/** `extra` becomes what a release without the column reads: it has every group, and no record of the column (`was`). */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
update legacy_records set extra = legacy_records.extra || kept.groups
from (
  select record.id, jsonb_object_agg(regexp_replace(change.key, 'id$', 'group'),
    jsonb_build_object('is', competitor.group_name)) as groups
  from legacy_records as record
  cross join lateral jsonb_each(record.extra) as change
  join contract_competitors as competitor on competitor.contract_id = record.id
    and competitor.id::text = change.value ->> 'was'
  where record.kind = 'contracts' and change.key ~ '^/competitors/[0-9]+/id$' and competitor.group_name is not null
    and not (record.extra ?| array[regexp_replace(change.key, 'id$', 'group')])
  group by record.id
) as kept
where legacy_records.kind = 'contracts' and legacy_records.id = kept.id`.execute(db)
  await sql`
update legacy_records set extra = extra - changed.keys || changed.groups
from (
  select record.id, array_agg(change.key) as keys,
    coalesce(jsonb_object_agg(change.key, change.value - array['was', 'wasText'])
      filter (where change.value ?| array['is', 'isText']), '{}') as groups
  from legacy_records as record
  cross join lateral jsonb_each(record.extra) as change
  where record.kind = 'contracts' and change.key ~ '^/competitors/[0-9]+/group$'
    and change.value ?| array['was', 'wasText']
  group by record.id
) as changed
where legacy_records.kind = 'contracts' and legacy_records.id = changed.id`.execute(db)
}
