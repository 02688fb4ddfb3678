import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { isContract } from '../database/identity.ts'
import type { Parent } from '../database/request-batcher.ts'
import {
  type ContractRow,
  clearDefaultContract,
  contractColumns,
  insertContract,
  lockOwner,
} from './contract.store.ts'

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

/** Call after `lockContracts`. Returns the id of the previous default, if it was another contract. */
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

export interface OnboardedContract {
  readonly address: string
  readonly chain: string
  readonly name: string
  /** Null leaves the ABI of an existing contract unchanged. */
  readonly abi: string | null
}

/**
 * Makes the user's contract with this address and chain the default and active, or inserts it. Concurrent calls are
 * serialized, so they never insert a second contract with the same address.
 * @returns the id.
 */
export async function upsertDefaultContract(
  transaction: Database,
  userId: string,
  contract: OnboardedContract,
): Promise<string> {
  const { address, chain, name, abi } = contract
  await lockOwner(transaction, userId)
  const id = await findByTarget(transaction, userId, contract)
  if (id === undefined) {
    const target = { targetAddress: address, targetChain: chain, targetAbi: abi }
    return insertContract(transaction, userId, { name, ...target, isDefault: true })
  }
  await clearDefaultContract(transaction, userId, id)
  await updateToDefault(transaction, { id, userId }, contract)
  return id
}

/** Finds any spelling of address and chain. Of several imported contracts, prefers the default, then active ones, then the oldest. */
async function findByTarget(
  transaction: Database,
  userId: string,
  contract: OnboardedContract,
): Promise<string | undefined> {
  const found = await transaction
    .selectFrom('contracts')
    .select('id')
    .where('user_id', '=', userId)
    .where(isContract({ address: 'target_address', chain: 'target_chain' }, contract))
    .orderBy(sql<SqlBool>`is_active and is_default`, 'desc')
    .orderBy('is_active', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

async function updateToDefault(
  transaction: Database,
  { id, userId }: Parent,
  { name, abi }: OnboardedContract,
): Promise<void> {
  await transaction
    .updateTable('contracts')
    .set({ name, target_abi: abi ?? undefined, is_active: true, is_default: true })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .execute()
}
