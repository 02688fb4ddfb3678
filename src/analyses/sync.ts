import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import { requireFound } from '../errors.ts'
import { requireActive } from './analysis.rules.ts'
import { type AnalysisRow, cancelAnalysis, insertAnalysis, type SyncCycle } from './analysis.store.ts'
import { charge } from './start-analysis.ts'
import { isOpen, requireDefault } from './sync.rules.ts'
import {
  adoptCycle,
  findPendingCycles,
  findSyncState,
  lockSync,
  markContinuous,
  reopenAnalysis,
  type SyncState,
  turnSyncOff,
  turnSyncOn,
} from './sync.store.ts'

/**
 * Starts the continuous sync of the default contract with a first cycle. A quick index that is already open becomes
 * that cycle. Does nothing if the sync is on.
 * @returns the id of the cycle that is queued or running, or of the last one.
 * @throws AppError NOT_FOUND, CONFLICT unless the contract is the active default, QUOTA_EXCEEDED.
 */
export async function startSync(trx: Database, contract: Parent): Promise<string> {
  const state = await lockState(trx, contract)
  requireDefault(state)
  if (state.cycleId !== null) return state.cycleId
  if (state.latestId !== null && isOpen(state.latestStatus)) {
    const open = { id: state.latestId, userId: contract.userId }
    await markContinuous(trx, open)
    await adoptCycle(trx, open, await turnSyncOn(trx, contract.userId))
    return open.id
  }
  const startedAt = await turnSyncOn(trx, contract.userId)
  return insertIndex(trx, contract, { startedAt, cycle: 1, emptyCycles: 0 })
}

/**
 * Stops the continuous sync of the default contract. A running cycle continues; pending ones are cancelled.
 * @returns the cancelled analyses.
 * @throws AppError NOT_FOUND, CONFLICT unless the contract is the active default.
 */
export async function stopSync(trx: Database, contract: Parent): Promise<AnalysisRow[]> {
  requireDefault(await lockState(trx, contract))
  const cancelled: AnalysisRow[] = []
  for (const id of await findPendingCycles(trx, contract)) {
    const analysis = await cancelAnalysis(trx, { id, userId: contract.userId })
    if (analysis !== undefined) cancelled.push(analysis)
  }
  await turnSyncOff(trx, contract.userId)
  return cancelled
}

/**
 * Queues a quick index of the contract unless one is open. During a sync, it is the next cycle. Otherwise, the newest
 * one is queued again if it is completed; it is replaced by another if it failed or was cancelled.
 * @returns the id of the open analysis.
 * @throws AppError NOT_FOUND, CONFLICT for an archived contract, QUOTA_EXCEEDED.
 */
export async function refreshContract(trx: Database, contract: Parent): Promise<string> {
  const state = await lockState(trx, contract)
  const { latestId, latestStatus, cycle, emptyCycles, startedAt } = state
  if (latestId !== null && isOpen(latestStatus)) return latestId
  if (cycle !== null && startedAt !== null) {
    return insertIndex(trx, contract, { startedAt, cycle: cycle + 1, emptyCycles: emptyCycles ?? 0 })
  }
  if (latestId === null || latestStatus !== 'completed') return insertIndex(trx, contract, null)
  const isCharged = await charge(trx, contract.userId, 'quick_index')
  await reopenAnalysis(trx, { id: latestId, userId: contract.userId }, isCharged)
  return latestId
}

async function lockState(trx: Database, contract: Parent): Promise<SyncState> {
  await lockSync(trx, contract)
  const state = requireFound(await findSyncState(trx, contract), 'Contract')
  requireActive(state)
  return state
}

async function insertIndex(trx: Database, { id, userId }: Parent, sync: SyncCycle | null): Promise<string> {
  const isCharged = await charge(trx, userId, 'quick_index')
  const metadata = sync === null ? '{}' : '{"continuous":true}'
  const analysis = { user_id: userId, config_id: id, analysis_type: 'quick_index', metadata } as const
  return insertAnalysis(trx, analysis, { isCharged, sync })
}
