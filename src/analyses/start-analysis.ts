import { type AddressWarning, checkAddress, checkChain } from '../contracts/address.rules.ts'
import type { Database } from '../database/connection.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { requireJsonObject, requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { StartAnalysisInput } from '../generated/graphql.ts'
import { type AnalysisTarget, decodeTarget, quotaExceeded, requireActive } from './analysis.rules.ts'
import { findContractState, insertAnalysis, type NewAnalysis } from './analysis.store.ts'
import { chargeQuota, findQuotas } from './quota.store.ts'

export interface AnalysisRequest {
  readonly analysis: NewAnalysis
  readonly warnings: readonly AddressWarning[]
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeRequest(userId: string, input: StartAnalysisInput): AnalysisRequest {
  const target = decodeTarget(input)
  const metadata = requireJsonObject(input.metadata ?? {}, 'input.metadata')
  return {
    analysis: { user_id: userId, analysis_type: input.type, metadata, ...toColumns(target) },
    warnings: target.contractId === null ? checkAddress(target.address, target.chain, 'input.address') : [],
  }
}

function toColumns(target: AnalysisTarget) {
  if (target.contractId !== null) return { config_id: requireUuid(target.contractId, 'input.contractId') }
  const chain = checkChain(target.chain, 'input.chain')
  return { contract_address: target.address, contract_chain: chain }
}

/**
 * Charges the monthly quota and inserts the analysis. A retry with the same idempotency key returns the same id and
 * charges nothing.
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
    await checkContract(trx, analysis)
    await charge(trx, userId)
    return [await insertAnalysis(trx, analysis)]
  })
  return requireFound(id, 'Analysis')
}

async function checkContract(trx: Database, { config_id: id, user_id: userId }: NewAnalysis): Promise<void> {
  if (id == null) return
  requireActive(requireFound(await findContractState(trx, { id, userId }), 'Contract'))
}

async function charge(trx: Database, userId: string): Promise<void> {
  if (await chargeQuota(trx, userId)) return
  const [quota] = await findQuotas(trx, [userId])
  throw quotaExceeded(requireFound(quota, 'Quota'))
}
