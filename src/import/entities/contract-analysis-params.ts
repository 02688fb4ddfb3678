import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { always, decodeFields, encodeFields, sometimes } from './fields.ts'
import { deriveId } from './identity.ts'
import { decimal, int4 } from './number-codec.ts'
import { otherMembers } from './other-members.ts'
import { createPlace, type Draft, findObject } from './place.ts'
import { textList } from './text-codec.ts'
import type { Warn } from './warnings.ts'

type AnalysisParamsRow = Selectable<DB['contract_analysis_params']>

const paramsPlace = createPlace('/analysisParams')

/** What is missing is as the table's defaults have it. */
const fields = {
  block_range: sometimes('/analysisParams/blockRange', int4, 1000),
  whale_threshold: always('/analysisParams/whaleThreshold', decimal(20, 8), '10.00000000'),
  max_concurrent_requests: always('/analysisParams/maxConcurrentRequests', int4, 10),
  failover_timeout: always('/analysisParams/failoverTimeout', int4, 30_000),
  max_retries: always('/analysisParams/maxRetries', int4, 2),
  output_formats: always('/analysisParams/outputFormats', textList, ['json', 'csv', 'markdown']),
  custom_params: otherMembers('/analysisParams', [
    'blockRange',
    'whaleThreshold',
    'maxConcurrentRequests',
    'failoverTimeout',
    'maxRetries',
    'outputFormats',
  ]),
}

/** The row for the contract's parameters; none when the record has no such object. */
export function decodeAnalysisParams(
  record: JsonObject,
  contract: Selectable<DB['contracts']>,
  warn: Warn,
): AnalysisParamsRow[] {
  if (findObject(record, paramsPlace, warn) === undefined) return []
  const { id: contract_id, user_id, created_at, updated_at } = contract
  const id = deriveId('contract_analysis_params', contract_id)
  const columns = decodeFields(fields, record, warn)
  return [{ id, contract_id, user_id, ...columns, created_at, updated_at }]
}

/** Adds the parameters to the contract's record. */
export function encodeAnalysisParams(row: AnalysisParamsRow, record: Draft): void {
  encodeFields(fields, row, record)
}
