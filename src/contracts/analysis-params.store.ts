import { type Selection, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import { chooseColumns, type SelectedFields } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import type { AnalysisParamsChange } from './contract-parts.rules.ts'

const analysisParamsColumns = [
  'params.contract_id as contractId',
  'params.block_range as blockRange',
  'params.whale_threshold as whaleThreshold',
  'params.max_concurrent_requests as maxConcurrentRequests',
  'params.failover_timeout as failoverTimeoutMs',
  'params.max_retries as maxRetries',
  'params.output_formats as outputFormats',
  'params.custom_params as customParams',
  'params.created_at as createdAt',
  'params.updated_at as updatedAt',
] as const

/** Columns that are always selected, and columns that other fields depend on. */
const analysisParamsNeeds = { always: ['contractId'], byField: { originalOutputFormats: ['outputFormats'] } }

export type AnalysisParamsRow = Selection<
  { params: DB['contract_analysis_params'] },
  'params',
  (typeof analysisParamsColumns)[number]
>

/** The analysis parameters of these contracts, in any order. */
export function findAnalysisParams(
  db: Database,
  contracts: readonly Parent[],
  fields: SelectedFields | undefined,
): Promise<AnalysisParamsRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoin('contract_analysis_params as params', (join) =>
      join.onRef('params.contract_id', '=', 'parent.id').onRef('params.user_id', '=', 'parent.user_id'),
    )
    .select(chooseColumns(analysisParamsColumns, fields, analysisParamsNeeds))
    .execute()
}

/** Updates the parameters of the contract or inserts them; null deletes them. The caller must lock the contract. */
export async function updateAnalysisParams(
  transaction: Database,
  { id, userId }: Parent,
  change: AnalysisParamsChange | null,
): Promise<void> {
  if (change === null) {
    await transaction
      .deleteFrom('contract_analysis_params')
      .where('contract_id', '=', id)
      .where('user_id', '=', userId)
      .execute()
    return
  }
  const columns = toColumns(change)
  await transaction
    .insertInto('contract_analysis_params')
    .values({ contract_id: id, user_id: userId, ...columns })
    .onConflict((conflict) =>
      conflict
        .column('contract_id')
        .doUpdateSet({ updated_at: sql.ref('contract_analysis_params.updated_at'), ...columns })
        .whereRef('contract_analysis_params.user_id', '=', 'excluded.user_id'),
    )
    .execute()
}

function toColumns(change: AnalysisParamsChange) {
  return {
    block_range: change.blockRange,
    whale_threshold: change.whaleThreshold,
    max_concurrent_requests: change.maxConcurrentRequests,
    failover_timeout: change.failoverTimeoutMs,
    max_retries: change.maxRetries,
    output_formats: change.outputFormats && [...change.outputFormats],
    custom_params: change.customParams,
  }
}
