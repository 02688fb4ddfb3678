import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { type ContractRow, contractColumns } from './contract.store.ts'

/** The active default contracts of these users, in any order. */
export function findDefaultContracts(db: Database, userIds: readonly string[]): Promise<ContractRow[]> {
  return db
    .selectFrom('contracts')
    .select(contractColumns)
    .where(sql<SqlBool>`contracts.user_id = any(${userIds}::uuid[])`)
    .where('contracts.is_default', '=', true)
    .where('contracts.is_active', '=', true)
    .execute()
}

/**
 * Lets one change of several of a user's contracts go after the other: until the transaction ends, others wait here.
 * Without it, two that set another default at once would not see each other's, and `contracts_one_default` would
 * refuse the second; two that archive the same contracts in another order could wait for each other.
 */
export async function lockOwner(transaction: Database, userId: string): Promise<void> {
  await transaction
    .selectFrom('users')
    .select('users.id')
    .where('users.id', '=', userId)
    .forNoKeyUpdate()
    .execute()
}

/** The user's contracts with these ids, in any order. Neither they nor the default change until the transaction ends. */
export async function lockContracts(
  transaction: Database,
  userId: string,
  ids: readonly string[],
): Promise<ContractRow[]> {
  await lockOwner(transaction, userId)
  return transaction
    .selectFrom('contracts')
    .select(contractColumns)
    .where(sql<SqlBool>`contracts.id = any(${ids}::uuid[])`)
    .where('contracts.user_id', '=', userId)
    .orderBy('contracts.id')
    .forNoKeyUpdate()
    .execute()
}

/** Makes the contract the default; gives the one before, undefined without one. To be called after `lockContracts`. */
export async function setDefaultContract(
  transaction: Database,
  { id, userId }: Parent,
): Promise<string | undefined> {
  const previousId = await clearDefaultContract(transaction, userId, id)
  await transaction
    .updateTable('contracts')
    .set({ is_default: true })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .execute()
  return previousId
}

/** No contract of the user's but the one given is the default any more. To be called after `lockOwner`. */
export async function clearDefaultContract(
  transaction: Database,
  userId: string,
  exceptId: string | null,
): Promise<string | undefined> {
  const cleared = await transaction
    .updateTable('contracts')
    .set({ is_default: false })
    .where('user_id', '=', userId)
    .where('is_default', '=', true)
    .where('is_active', '=', true)
    .where(sql<SqlBool>`id is distinct from ${exceptId}::uuid`)
    .returning('id')
    .executeTakeFirst()
  return cleared?.id
}
