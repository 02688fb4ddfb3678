import { type Kysely, sql } from 'kysely'

/**
 * Limits on what belongs to a contract. The importer's publishing transaction turns both off for itself with the setting
 * metagauge.is_import, because legacy records may exceed them. Such a contract may then lose items, but not get more.
 * - Competitors: adding some locks the contract, so that concurrent additions count each other's rows.
 * - Tags: they are in one row, which the statement locks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create function check_competitor_count() returns trigger language plpgsql as $$
begin
  perform from contracts where id in (select contract_id from added) order by id for no key update;
  if exists (
    select from contract_competitors where contract_id in (select contract_id from added)
    group by contract_id having count(*) > 100
  ) then
    raise exception 'a contract has at most 100 competitors'
      using errcode = 'check_violation', constraint = 'contract_competitors_at_most_100', table = 'contract_competitors';
  end if;
  return null;
end
$$`.execute(db)
  await sql`
create trigger contract_competitors_at_most_100 after insert on contract_competitors
referencing new table as added for each statement
when (current_setting('metagauge.is_import', true) is distinct from 'on')
execute function check_competitor_count()`.execute(db)

  await sql`
create function check_tag_count() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or cardinality(new.tags) > cardinality(old.tags) then
    raise exception 'a contract has at most 50 tags'
      using errcode = 'check_violation', constraint = 'contracts_at_most_50_tags', table = 'contracts';
  end if;
  return new;
end
$$`.execute(db)
  await sql`
create trigger contracts_at_most_50_tags before insert or update of tags on contracts
for each row
when (cardinality(new.tags) > 50 and current_setting('metagauge.is_import', true) is distinct from 'on')
execute function check_tag_count()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger contracts_at_most_50_tags on contracts`.execute(db)
  await sql`drop function check_tag_count()`.execute(db)
  await sql`drop trigger contract_competitors_at_most_100 on contract_competitors`.execute(db)
  await sql`drop function check_competitor_count()`.execute(db)
}
