import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { analysisLogs } from './analysis-logs.ts'
import { type Codec, flag, oneOf } from './codec.ts'
import { timestamp } from './date-codec.ts'
import { decodeFields, encodeFields, field, optionalField, recordDates, requiredField } from './fields.ts'
import { readIdentity, uuid } from './identity.ts'
import { json } from './json-codec.ts'
import { percent } from './number-codec.ts'
import { prepareOwnerLink } from './owner-link.ts'
import {
  type Decoded,
  getOwnRow,
  type Link,
  type LinkPolicies,
  type RecordContext,
  type RecordRows,
  type RecordType,
} from './record-type.ts'
import { findOwners } from './reference.store.ts'
import { longText, text } from './text-codec.ts'
import { createWarnings, type Rejection } from './warnings.ts'

const knownType = oneOf(['single', 'quick_scan', 'quick_index', 'competitive', 'comparative'], {
  quick: 'quick_scan',
  full: 'single',
})

/** The application writes `quick-index` with a hyphen, but `quick_scan` with an underscore. */
const analysisType: Codec<Selectable<DB['analyses']>['analysis_type']> = {
  decode: (value, warn) => (value === 'quick-index' ? 'quick_index' : knownType.decode(value, warn)),
  encode: (column) => (column === 'quick_index' ? 'quick-index' : column),
}

const fields = {
  config_id: optionalField('/configId', uuid, null),
  contract_address: optionalField('/contractAddress', text(255), null),
  contract_chain: optionalField(['/chain', '/contractChain'], text(50), null),
  analysis_type: requiredField('/analysisType', analysisType, 'single'),
  // An unknown status must not look like pending work.
  status: requiredField(
    '/status',
    oneOf(['pending', 'running', 'completed', 'failed', 'cancelled']),
    'failed',
  ),
  progress: field('/progress', percent, 0),
  results: field('/results', json, null),
  metadata: field('/metadata', json, null),
  error_message: optionalField('/errorMessage', longText, null),
  has_errors: optionalField(['/hasErrors', '/metadata/hasErrors'], flag, false),
  logs: optionalField('/logs', analysisLogs, []),
  completed_at: optionalField('/completedAt', timestamp, null),
  ...recordDates,
  last_update: optionalField('/lastUpdate', timestamp, null),
  current_step: optionalField('/currentStep', text(255), null),
}

/** analyses.json: analyses of configured contracts, and quick analyses of an address. */
export const analysisRecords: RecordType = {
  kind: 'analyses',
  tables: { own: { table: 'analyses', key: 'id' }, parts: [] },
  conceal: (record) => record,
  decode,
  encode,
  prepareLink,
}

function decode(record: JsonObject, context: RecordContext): Decoded | Rejection {
  const { warn, list } = createWarnings()
  const identity = readIdentity(record, context, warn)
  if ('code' in identity) return identity
  const columns = { ...decodeFields(fields, record, warn), queued_at: null }
  const analysis: Selectable<DB['analyses']> = { ...identity, ...columns }
  return { id: identity.id, rows: { analyses: [analysis] }, warnings: list() }
}

function encode(rows: RecordRows): JsonObject {
  const analysis = getOwnRow(rows, 'analyses')
  // The code that starts a quick index omits empty fields; other code writes them.
  const empty =
    analysis.analysis_type === 'quick_index' ? {} : { errorMessage: null, logs: [], completedAt: null }
  return encodeFields(fields, analysis, { id: analysis.id, userId: analysis.user_id, ...empty })
}

/** An analysis requires its owner. A contract that is missing or belongs to another user is dropped. */
async function prepareLink(
  db: Database,
  records: readonly Decoded[],
  { orphans }: LinkPolicies,
): Promise<Link> {
  const analyses = records.map(({ rows }) => getOwnRow(rows, 'analyses'))
  const linkOwner = await prepareOwnerLink(
    db,
    analyses.map((analysis) => analysis.user_id),
    orphans,
  )
  const configIds = analyses.flatMap((analysis) => analysis.config_id ?? [])
  const configs = await findOwners(db, 'contracts', [...new Set(configIds)])
  const ownersByConfig = new Map(configs.map(({ id, userId }) => [id, userId]))
  return ({ rows }) => {
    const analysis = getOwnRow(rows, 'analyses')
    const owner = linkOwner(analysis.user_id)
    if ('code' in owner) return owner
    const { config_id: configId } = analysis
    if (configId === null || ownersByConfig.get(configId) === analysis.user_id) return { ...owner, rows }
    return {
      ...owner,
      rows: { ...rows, analyses: [{ ...analysis, config_id: null }] },
      warnings: [...owner.warnings, { code: 'CONFIG_UNKNOWN', pointer: '/configId' }],
    }
  }
}
