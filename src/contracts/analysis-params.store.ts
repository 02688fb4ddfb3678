import type { Selection } from 'kysely'
import type { Parent } from '../database/batching.ts'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'

const analysisParamsColumns = [
  'params.contract_id as contractId',
  'params.block_range as blockRange',
  'params.whale_threshold as whaleThreshold',
  'params.max_concurrent_requests as maxConcurrentRequests',
  'params.failover_timeout as failoverTimeout',
  'params.max_retries as maxRetries',
  'params.output_formats as outputFormats',
  'params.custom_params as customParams',
  'params.created_at as createdAt',
  'params.updated_at as updatedAt',
] as const

export type AnalysisParamsRow = Selection<
  { params: DB['contract_analysis_params'] },
  'params',
  (typeof analysisParamsColumns)[number]
>

/** How each contract is to be analysed, in any order; a contract without a row has none. */
export function findAnalysisParams(db: Database, contracts: readonly Parent[]): Promise<AnalysisParamsRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoin('contract_analysis_params as params', (join) =>
      join.onRef('params.contract_id', '=', 'parent.id').onRef('params.user_id', '=', 'parent.user_id'),
    )
    .select(analysisParamsColumns)
    .execute()
}
