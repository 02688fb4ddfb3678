import { type AddressWarning, checkAddress, checkChain } from '../contracts/address.rules.ts'
import type { Database } from '../database/connection.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { checkAll, requireJsonObject, requireUuid } from '../database/validation.ts'
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
  const { address, chain } = target
  const contractChain = checkChain(chain, 'input.chain')
  const warnings = checkAddress(address, contractChain, 'input.address')
  return { contract_address: address, contract_chain: contractChain, warnings }
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
