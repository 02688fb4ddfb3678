import { type AddressWarning, checkAddress, checkChain } from '../contracts/address.rules.ts'
import type { Database } from '../database/connection.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { checkAll, requireJsonObject, requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { AnalysisType, StartAnalysisInput } from '../generated/graphql.ts'
import { type AnalysisTarget, decodeTarget, quotaExceeded, requireActive } from './analysis.rules.ts'
import {
  findContractOfAddress,
  findContractState,
  insertAnalysis,
  type NewAnalysis,
} from './analysis.store.ts'
import { chargeQuota, findQuotas } from './quota.store.ts'

export interface AnalysisRequest {
  readonly analysis: NewAnalysis
  readonly warnings: readonly AddressWarning[]
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeRequest(userId: string, input: StartAnalysisInput): AnalysisRequest {
  const { target, metadata } = checkAll({
    target: () => decodeColumns(decodeTarget(input)),
    metadata: () => requireJsonObject(input.metadata ?? {}, 'input.metadata'),
  })
  const { warnings, ...columns } = target
  return { analysis: { user_id: userId, analysis_type: input.type, metadata, ...columns }, warnings }
}

function decodeColumns(target: AnalysisTarget) {
  if (target.contractId !== null)
    return { config_id: requireUuid(target.contractId, 'input.contractId'), warnings: [] }
  const { contractAddress } = target
  const contractChain = checkChain(target.contractChain, 'input.contractChain')
  const warnings = checkAddress(contractAddress, contractChain, 'input.contractAddress')
  return { contract_address: contractAddress, contract_chain: contractChain, warnings }
}

/**
 * Charges the monthly quota and inserts the analysis. A quick index of an address that one of the user's contracts has is
 * started from that contract. A retry with the same idempotency key returns the same id and charges nothing.
 * @returns the id.
 * @throws AppError NOT_FOUND, CONFLICT for an archived contract, QUOTA_EXCEEDED.
 */
export async function startAnalysis(
  trx: Database,
  { analysis }: AnalysisRequest,
  input: StartAnalysisInput,
): Promise<string> {
  const { user_id: userId } = analysis
  const call = { userId, key: input.idempotencyKey, operation: 'startAnalysis', request: input }
  const [id] = await runOnce(trx, call, async () => {
    const { config_id } = await findContract(trx, analysis)
    const isCharged = await charge(trx, userId, input.type)
    return [await insertAnalysis(trx, { ...analysis, config_id }, { isCharged, sync: null })]
  })
  return requireFound(id, 'Analysis')
}

async function findContract(
  trx: Database,
  { config_id: id, user_id: userId, analysis_type: type, ...target }: NewAnalysis,
): Promise<{ config_id: string | null }> {
  if (id != null) {
    requireActive(requireFound(await findContractState(trx, { id, userId }), 'Contract'))
    return { config_id: id }
  }
  const { contract_address: address, contract_chain: chain } = target
  if (type !== 'quick_index' || address == null || chain == null) return { config_id: null }
  return { config_id: (await findContractOfAddress(trx, userId, { address, chain })) ?? null }
}

/**
 * Counts the analysis, and charges it if the user's tier charges its type.
 * @returns whether it was charged.
 * @throws AppError QUOTA_EXCEEDED.
 */
export async function charge(trx: Database, userId: string, type: AnalysisType): Promise<boolean> {
  const isCharged = await chargeQuota(trx, userId, type)
  if (isCharged !== undefined) return isCharged
  const [quota] = await findQuotas(trx, [userId])
  throw quotaExceeded(requireFound(quota, 'Quota'))
}
