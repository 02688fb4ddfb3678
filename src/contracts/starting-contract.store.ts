import { type SqlBool, sql } from 'kysely'
import { equalsText } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import { clearDefaultContract, insertContract, lockOwner } from './contract.store.ts'

/** The contract that a user names when starting. */
export interface OnboardedContract {
  readonly address: string
  readonly chain: string
  readonly name: string
  /** Null when the user gave none: one that is there stays. */
  readonly abi: string | null
}

/**
 * Makes the user's contract of that address and chain the default, an archived one too, and gives its id; adds one
 * where there is none. Of calls at once each sees what those before it did, so there is never a second of one address.
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

/** Without regard to case. Imports may have brought several: the default comes first, then the active, then the oldest. */
async function findByTarget(
  transaction: Database,
  userId: string,
  { address, chain }: OnboardedContract,
): Promise<string | undefined> {
  const contract = await transaction
    .selectFrom('contracts')
    .select('id')
    .where('user_id', '=', userId)
    .where(equalsText('target_address', address))
    .where(equalsText('target_chain', chain))
    .orderBy(sql<SqlBool>`is_active and is_default`, 'desc')
    .orderBy('is_active', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return contract?.id
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
