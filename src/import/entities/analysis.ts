import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { analysisLogs } from './analysis-logs.ts'
import { flag, oneOf } from './choice-codec.ts'
import type { Codec } from './codec.ts'
import { timestamp } from './date-codec.ts'
import type { Decoded, Entity, RecordContext, RecordRows, Rejection } from './entity.ts'
import { always, decodeFields, encodeFields, required, sometimes } from './fields.ts'
import { readIdentity, uuid } from './identity.ts'
import { json } from './json-codec.ts'
import { percent } from './number-codec.ts'
import { recordDates } from './record-dates.ts'
import { getOwnRow } from './rows.ts'
import { longText, text } from './text-codec.ts'
import { createWarnings } from './warnings.ts'

const knownType = oneOf(['single', 'quick_scan', 'quick_index', 'competitive', 'comparative'], {
  quick: 'quick_scan',
  full: 'single',
})

/** The application writes quick-index beside quick_scan. */
const analysisType: Codec<Selectable<DB['analyses']>['analysis_type']> = {
  decode: (value, warn) => (value === 'quick-index' ? 'quick_index' : knownType.decode(value, warn)),
  encode: (column) => (column === 'quick_index' ? 'quick-index' : column),
}

const fields = {
  config_id: sometimes('/configId', uuid, null),
  contract_address: sometimes('/contractAddress', text(255), null),
  contract_chain: sometimes(['/chain', '/contractChain'], text(50), null),
  analysis_type: required('/analysisType', analysisType, 'single'),
  // An unknown state must not look like work to be done.
  status: required('/status', oneOf(['pending', 'running', 'completed', 'failed', 'cancelled']), 'failed'),
  progress: always('/progress', percent, 0),
  results: always('/results', json, null),
  metadata: always('/metadata', json, null),
  error_message: sometimes('/errorMessage', longText, null),
  has_errors: sometimes(['/hasErrors', '/metadata/hasErrors'], flag, false),
  logs: sometimes('/logs', analysisLogs, []),
  completed_at: sometimes('/completedAt', timestamp, null),
  ...recordDates,
  last_update: sometimes('/lastUpdate', timestamp, null),
  current_step: sometimes('/currentStep', text(255), null),
}

/** analyses.json: analyses of a configured contract, and quick ones of an address. */
export const analysisEntity: Entity = { kind: 'analyses', conceal: (record) => record, decode, encode }

/** Whether the configuration exists and has the same owner is not known here. */
function decode(record: JsonObject, context: RecordContext): Decoded | Rejection {
  const { warn, list } = createWarnings()
  const identity = readIdentity(record, context, warn)
  if ('code' in identity) return identity
  const analysis: Selectable<DB['analyses']> = { ...identity, ...decodeFields(fields, record, warn) }
  return { id: identity.id, rows: { analyses: [analysis] }, warnings: list() }
}

function encode(rows: RecordRows): JsonObject {
  const analysis = getOwnRow(rows, 'analyses')
  // The code that starts a quick index leaves out what is empty, the other writes it.
  const empty =
    analysis.analysis_type === 'quick_index' ? {} : { errorMessage: null, logs: [], completedAt: null }
  return encodeFields(fields, analysis, { id: analysis.id, userId: analysis.user_id, ...empty })
}
