import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { requireFound, requireUnmodified } from '../errors.ts'
import { type AnalysisParamsChange, saveAnalysisParams } from './analysis-params.store.ts'
import { type NewCompetitor, replaceCompetitors } from './competitor.store.ts'
import { type ContractRow, contractColumns } from './contract.store.ts'
import { clearDefaultContract, lockOwner } from './default-contract.store.ts'
import { type NewRpcConfig, replaceRpcConfigs } from './rpc-config.store.ts'

/** What becomes of a contract's own columns and of its parts. What is undefined or left out stays. */
export interface ContractChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly targetAddress?: string | undefined
  readonly targetChain?: string | undefined
  readonly targetName?: string | null | undefined
  readonly targetAbi?: string | null | undefined
  readonly tags?: readonly string[] | undefined
  readonly competitors?: readonly NewCompetitor[] | undefined
  readonly rpcConfigs?: readonly NewRpcConfig[] | undefined
  /** Null for the defaults. */
  readonly analysisParams?: AnalysisParamsChange | null | undefined
}

export interface NewContract extends ContractChange {
  readonly name: string
  readonly targetAddress: string
  readonly targetChain: string
  readonly isDefault: boolean
}

/** Adds a contract with its parts, and gives its id. As the default it takes the place of the one before. */
export async function insertContract(
  transaction: Database,
  userId: string,
  contract: NewContract,
): Promise<string> {
  const { name, targetAddress, targetChain, isDefault } = contract
  if (isDefault) {
    await lockOwner(transaction, userId)
    await clearDefaultContract(transaction, userId, null)
  }
  const { id } = await transaction
    .insertInto('contracts')
    .values({
      ...toColumns(contract),
      user_id: userId,
      name,
      target_address: targetAddress,
      target_chain: targetChain,
      is_default: isDefault,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await saveParts(transaction, { id, userId }, contract)
  return id
}

/**
 * Changes a contract and its parts. The contract's row comes first: it is locked, so that of changes at once each
 * comes after the other, and its `updated_at` moves even if only a part changes.
 * @param since change only if it was last changed at this moment.
 * @throws AppError NOT_FOUND, CONFLICT when it was changed since.
 */
export async function updateContract(
  transaction: Database,
  { id, userId }: Parent,
  change: ContractChange,
  since?: Date,
): Promise<ContractRow> {
  const updated = await transaction
    .updateTable('contracts')
    .set({ updated_at: sql.ref('contracts.updated_at'), ...toColumns(change) })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .$if(since !== undefined, (query) => query.where(sql<SqlBool>`updated_at = ${since}`))
    .returning(contractColumns)
    .executeTakeFirst()
  if (updated === undefined) {
    requireUnmodified('Contract', await findUpdatedAt(transaction, { id, userId }), since)
  }
  const contract = requireFound(updated, 'Contract')
  await saveParts(transaction, contract, change)
  return contract
}

async function findUpdatedAt(transaction: Database, { id, userId }: Parent): Promise<Date | undefined> {
  const contract = await transaction
    .selectFrom('contracts')
    .select('updated_at as updatedAt')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return contract?.updatedAt
}

function toColumns(change: ContractChange) {
  return {
    name: change.name,
    description: change.description,
    target_address: change.targetAddress,
    target_chain: change.targetChain,
    target_name: change.targetName,
    target_abi: change.targetAbi,
    tags: change.tags && [...change.tags],
  }
}

async function saveParts(
  transaction: Database,
  contract: Parent,
  { competitors, rpcConfigs, analysisParams }: ContractChange,
): Promise<void> {
  if (competitors !== undefined) await replaceCompetitors(transaction, contract, competitors)
  if (rpcConfigs !== undefined) await replaceRpcConfigs(transaction, contract, rpcConfigs)
  if (analysisParams !== undefined) await saveAnalysisParams(transaction, contract, analysisParams)
}
