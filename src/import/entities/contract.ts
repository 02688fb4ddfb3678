import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import { canonicalText } from '../../json/canonical.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { flag } from './choice-codec.ts'
import { decodeAnalysisParams, encodeAnalysisParams } from './contract-analysis-params.ts'
import { decodeCompetitors, encodeCompetitors } from './contract-competitors.ts'
import { decodeRpcConfig, encodeRpcConfig } from './contract-rpc-config.ts'
import { timestamp } from './date-codec.ts'
import type { Decoded, Entity, RecordContext, RecordRows, Rejection } from './entity.ts'
import { always, decodeFields, encodeFields, required } from './fields.ts'
import { deriveId, type Identity, ownValue, readIdentity, readOwner, toUuid } from './identity.ts'
import { count } from './number-codec.ts'
import { recordDates } from './record-dates.ts'
import { getOwnRow } from './rows.ts'
import { jsonText, longText, text, textList } from './text-codec.ts'
import { createWarnings, type Warn } from './warnings.ts'

/** The flat variant of old records has the members of `targetContract` on the first level. */
const fields = {
  name: required('/name', text(255), ''),
  description: always('/description', longText, null),
  target_address: required(['/targetContract/address', '/address'], text(255), ''),
  target_chain: required(['/targetContract/chain', '/chain'], text(50), ''),
  target_name: always('/targetContract/name', text(255), null),
  target_abi: always(['/targetContract/abi', '/abi'], jsonText, null),
  tags: always('/tags', textList, []),
  is_active: always('/isActive', flag, true),
  is_default: always('/isDefault', flag, false),
  last_analyzed: always('/lastAnalyzed', timestamp, null),
  analysis_count: always('/analysisCount', count, 0),
  ...recordDates,
}

/** contracts.json: a contract's configuration with its competitors, endpoints and parameters. */
export const contractEntity: Entity = { kind: 'contracts', conceal: (record) => record, decode, encode }

function decode(record: JsonObject, context: RecordContext): Decoded | Rejection {
  const { warn, list } = createWarnings()
  const identity = isFlat(record)
    ? readFlatIdentity(record, context, warn)
    : readIdentity(record, context, warn)
  if ('code' in identity) return identity
  const contract: Selectable<DB['contracts']> = { ...identity, ...decodeFields(fields, record, warn) }
  const rows: RecordRows = {
    contracts: [contract],
    contract_competitors: decodeCompetitors(record, contract, warn),
    contract_rpc_config: decodeRpcConfig(record, contract, warn),
    contract_analysis_params: decodeAnalysisParams(record, contract, warn),
  }
  return { id: identity.id, rows, warnings: list() }
}

function isFlat(record: JsonObject): boolean {
  const lacks = (key: string) => ownValue(record, key) === null
  return lacks('id') && lacks('targetContract') && !lacks('address')
}

/** The application gave these records no id: what they say and whose they are makes one. */
function readFlatIdentity(record: JsonObject, context: RecordContext, warn: Warn): Identity | Rejection {
  const owner = readOwner(record, context, warn)
  if (typeof owner !== 'string') return owner
  return { id: toUuid(context.key) ?? deriveId('contracts', owner, canonicalText(record)), user_id: owner }
}

function encode(rows: RecordRows): JsonObject {
  const contract = getOwnRow(rows, 'contracts')
  const record = encodeFields(fields, contract, { id: contract.id, userId: contract.user_id })
  record.competitors = encodeCompetitors(rows.contract_competitors ?? [])
  record.rpcConfig = encodeRpcConfig(rows.contract_rpc_config ?? [])
  for (const params of rows.contract_analysis_params ?? []) encodeAnalysisParams(params, record)
  return record
}
