import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import { type ContractRow, contractColumns } from './contract.store.ts'

/**
 * Appends tags that the contract does not have in any Unicode form, in one statement, so that no concurrent change is lost. May violate
 * `contracts_at_most_50_tags`.
 */
export function addTags(
  db: Database,
  contract: Parent,
  tags: readonly string[],
): Promise<ContractRow | undefined> {
  return updateTags(
    db,
    contract,
    sql`contracts.tags || array(
      select tag from unnest(${tags}::text[]) with ordinality as added(tag, place)
      where nfc(tag) <> all(nfc_all(contracts.tags)) order by place)`,
  )
}

/** Removes tags in one statement, like `addTags`. */
export function removeTags(
  db: Database,
  contract: Parent,
  tags: readonly string[],
): Promise<ContractRow | undefined> {
  return updateTags(
    db,
    contract,
    sql`array(
      select tag from unnest(contracts.tags) with ordinality as kept(tag, place)
      where nfc(tag) <> all(nfc_all(${tags}::text[])) order by place)`,
  )
}

function updateTags(
  db: Database,
  { id, userId }: Parent,
  tags: RawBuilder<string[]>,
): Promise<ContractRow | undefined> {
  return db
    .updateTable('contracts')
    .set({ tags })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning(contractColumns)
    .executeTakeFirst()
}
