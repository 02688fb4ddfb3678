import type { Insertable } from 'kysely'
import type { AddressWarning } from '../contracts/address.rules.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import type { DB } from '../generated/database.ts'
import { type AnalysisRow, analysisColumns } from './analysis.store.ts'

export type NewAnalysis = Pick<
  Insertable<DB['analyses']>,
  'user_id' | 'config_id' | 'contract_address' | 'contract_chain' | 'analysis_type' | 'metadata'
>

/** What `startAnalysis` gives; the quota is loaded when asked for. */
export interface StartedAnalysis {
  readonly analysis: AnalysisRow
  readonly warnings: readonly AddressWarning[]
}

/** Whether the user's contract is active; undefined when the user has no such contract. */
export function findContractState(
  db: Database,
  { id, userId }: Parent,
): Promise<{ isActive: boolean } | undefined> {
  return db
    .selectFrom('contracts')
    .select('is_active as isActive')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Adds an analysis that waits for a worker, and gives its id. Fails on `analyses_config_fkey` without the contract. */
export async function insertAnalysis(db: Database, analysis: NewAnalysis): Promise<string> {
  const { id } = await db.insertInto('analyses').values(analysis).returning('id').executeTakeFirstOrThrow()
  return id
}

/**
 * Stops an analysis of the user that waits or runs; undefined when it does neither. From then on its worker's
 * reports change nothing. The claim stays until the next sweep: whoever locks both locks the claim first.
 */
export function cancelAnalysis(db: Database, { id, userId }: Parent): Promise<AnalysisRow | undefined> {
  return db
    .updateTable('analyses')
    .set({ status: 'cancelled', current_step: null })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('status', 'in', ['pending', 'running'])
    .returning(analysisColumns)
    .executeTakeFirst()
}
