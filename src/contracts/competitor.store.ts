import { type Selection, sql } from 'kysely'
import { isOfKey, keyTable, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { chooseColumns, ofSubquery, type SelectedFields } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import { type CompetitorChange, maxCompetitors, type NewCompetitor } from './contract-parts.rules.ts'

// Without abi: it is large and rarely selected.
const competitorColumns = [
  'contract_competitors.id',
  'contract_competitors.contract_id as contractId',
  'contract_competitors.user_id as userId',
  'contract_competitors.address',
  'contract_competitors.chain',
  'contract_competitors.name',
  'contract_competitors.group_name as group',
  'contract_competitors.created_at as createdAt',
] as const

/** Columns that are always selected, and columns that other fields depend on. */
const competitorNeeds = { always: ['contractId'], byField: { abi: ['id', 'userId'] } }

export type CompetitorRow = Selection<DB, 'contract_competitors', (typeof competitorColumns)[number]>

/** The competitors with these ids that the scope includes, in any order. */
export function findCompetitors(db: Database, keys: readonly ScopedId[]): Promise<CompetitorRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('contract_competitors', (join) =>
      join.on(isOfKey('contract_competitors.id', 'contract_competitors.user_id')),
    )
    .select(competitorColumns)
    .execute()
}

/** At most `maxCompetitors` of each contract, the oldest first. Imported contracts may have more. */
export function listCompetitors(
  db: Database,
  contracts: readonly Parent[],
  fields: SelectedFields | undefined,
): Promise<CompetitorRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('contract_competitors')
          .select(competitorColumns)
          .whereRef('contract_competitors.contract_id', '=', 'parent.id')
          .whereRef('contract_competitors.user_id', '=', 'parent.user_id')
          .orderBy('contract_competitors.created_at')
          .orderBy('contract_competitors.id')
          .limit(maxCompetitors)
          .as('competitor'),
      (join) => join.onTrue(),
    )
    .select(ofSubquery('competitor', chooseColumns(competitorColumns, fields, competitorNeeds)))
    .orderBy('competitor.createdAt')
    .orderBy('competitor.id')
    .execute()
}

/** The ABIs of these competitors, in any order. */
export function findCompetitorAbis(
  db: Database,
  competitors: readonly Parent[],
): Promise<{ id: string; abi: string | null }[]> {
  return db
    .selectFrom(parentTable(competitors))
    .innerJoin('contract_competitors as competitor', (join) =>
      join.onRef('competitor.id', '=', 'parent.id').onRef('competitor.user_id', '=', 'parent.user_id'),
    )
    .select(['competitor.id', 'competitor.abi'])
    .execute()
}

/**
 * Appends competitors in the given order: their times are a millisecond apart, the last one now. May violate
 * `contract_competitors_at_most_100`.
 */
export function insertCompetitors(
  transaction: Database,
  { id, userId }: Parent,
  competitors: readonly NewCompetitor[],
): Promise<CompetitorRow[]> {
  const column = (name: keyof NewCompetitor) => competitors.map((competitor) => competitor[name])
  return transaction
    .insertInto('contract_competitors')
    .columns(['contract_id', 'user_id', 'address', 'chain', 'name', 'abi', 'group_name', 'created_at'])
    .expression(
      sql`select ${id}::uuid, ${userId}::uuid, address, chain, name, abi, group_name,
          current_timestamp - (${competitors.length}::int - place) * interval '1 millisecond'
        from unnest(${column('address')}::text[], ${column('chain')}::text[], ${column('name')}::text[],
          ${column('abi')}::text[], ${column('group')}::text[]) with ordinality
          as added(address, chain, name, abi, group_name, place)`,
    )
    .returning(competitorColumns)
    .execute()
}

/** The caller must lock the contract. */
export async function replaceCompetitors(
  transaction: Database,
  contract: Parent,
  competitors: readonly NewCompetitor[],
): Promise<void> {
  await transaction
    .deleteFrom('contract_competitors')
    .where('contract_id', '=', contract.id)
    .where('user_id', '=', contract.userId)
    .execute()
  if (competitors.length > 0) await insertCompetitors(transaction, contract, competitors)
}

/** Undefined members are unchanged. Returns undefined if the user has no such competitor. */
export function updateCompetitor(
  transaction: Database,
  { id, userId }: Parent,
  { address, chain, name, abi, group }: CompetitorChange,
): Promise<CompetitorRow | undefined> {
  return transaction
    .updateTable('contract_competitors')
    .set({ id: sql.ref('contract_competitors.id'), address, chain, name, abi, group_name: group })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning(competitorColumns)
    .executeTakeFirst()
}

/** Returns false if the user has no such competitor. */
export async function deleteCompetitor(transaction: Database, { id, userId }: Parent): Promise<boolean> {
  const deleted = await transaction
    .deleteFrom('contract_competitors')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
