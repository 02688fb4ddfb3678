import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import { canonicalText } from '../../json/canonical.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.ts'
import { createPointer } from '../../json/pointer.ts'
import { flag, type WarnOfValue } from './codec.ts'
import { timestamp } from './date-codec.ts'
import {
  createFieldPath,
  type Draft,
  decodeFields,
  encodeFields,
  field,
  findObject,
  optionalField,
  otherMembers,
  recordDates,
  requiredField,
} from './fields.ts'
import { deriveId, type Identity, ownValue, readIdentity, readOwner, toUuid } from './identity.ts'
import { counter, decimal, int4 } from './number-codec.ts'
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
import { findDefaultContracts } from './reference.store.ts'
import { jsonText, longText, text, textList } from './text-codec.ts'
import { createWarnings, type Rejection, type Warn } from './warnings.ts'

/** In old, flat records the members of `targetContract` are on the top level. */
const fields = {
  name: requiredField('/name', text(255), ''),
  description: field('/description', longText, null),
  target_address: requiredField(['/targetContract/address', '/address'], text(255), ''),
  target_chain: requiredField(['/targetContract/chain', '/chain'], text(50), ''),
  target_name: field('/targetContract/name', text(255), null),
  target_abi: field(['/targetContract/abi', '/abi'], jsonText, null),
  tags: field('/tags', textList, []),
  is_active: field('/isActive', flag, true),
  is_default: field('/isDefault', flag, false),
  last_analyzed: field('/lastAnalyzed', timestamp, null),
  analysis_count: field('/analysisCount', counter, 0),
  ...recordDates,
}

/** contracts.json: contract configurations with their competitors, RPC endpoints, and analysis parameters. */
export const contractRecords: RecordType = {
  kind: 'contracts',
  tables: {
    own: { table: 'contracts', key: 'id' },
    parts: [
      { table: 'contract_competitors', key: 'contract_id' },
      { table: 'contract_rpc_config', key: 'contract_id' },
      { table: 'contract_analysis_params', key: 'contract_id' },
    ],
  },
  conceal: (record) => record,
  decode,
  encode,
  prepareLink,
}

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

/** The application gave flat records no id: it is derived from their content and owner. */
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

type CompetitorRow = Selectable<DB['contract_competitors']>

const competitorFields = {
  address: requiredField('/address', text(255), ''),
  chain: requiredField('/chain', text(50), ''),
  name: field('/name', text(255), null),
  abi: field('/abi', jsonText, null),
  // Not written if it is null: earlier releases had no column, and what they kept of a record depends on it.
  group_name: optionalField('/group', text(255), null),
  created_at: field('/addedAt', timestamp, null),
}

function decodeCompetitors(
  record: JsonObject,
  contract: Selectable<DB['contracts']>,
  warn: Warn,
): CompetitorRow[] {
  const createId = createIds(contract.id)
  return listCompetitors(record, warn).flatMap((competitor, index) => {
    const pointer = `/competitors/${index}`
    if (!isJsonObject(competitor)) {
      warn('ITEM_SKIPPED', pointer)
      return []
    }
    const columns = decodeFields(competitorFields, competitor, (code, inner) => warn(code, pointer + inner))
    const row = { id: createId(competitor, index), contract_id: contract.id, user_id: contract.user_id }
    return { ...row, ...columns, created_at: columns.created_at ?? contract.created_at }
  })
}

function listCompetitors(record: JsonObject, warn: Warn): readonly JsonValue[] {
  const competitors = ownValue(record, 'competitors')
  if (isJsonArray(competitors)) return competitors
  if (competitors !== null) warn('WRONG_TYPE', '/competitors')
  return []
}

/**
 * Legacy competitor ids are not UUIDs, and copied contracts repeat them, so the row's id is derived from the
 * contract's id and the legacy id; or from the position, for a competitor whose id is missing or repeated.
 */
function createIds(contractId: string): (competitor: JsonObject, index: number) => string {
  const taken = new Set<string>()
  return (competitor, index) => {
    const legacyId = ownValue(competitor, 'id')
    if (typeof legacyId !== 'string' || taken.has(legacyId)) {
      return deriveId('contract_competitors', contractId, '', String(index))
    }
    taken.add(legacyId)
    return deriveId('contract_competitors', contractId, legacyId)
  }
}

/** Rows keep no order but that of their creation times. */
function encodeCompetitors(rows: readonly CompetitorRow[]): JsonObject[] {
  return rows.toSorted(byCreation).map((row) => encodeFields(competitorFields, row, { id: row.id }))
}

function byCreation(one: CompetitorRow, other: CompetitorRow): number {
  return one.created_at.getTime() - other.created_at.getTime() || (one.id < other.id ? -1 : 1)
}

type RpcConfigRow = Selectable<DB['contract_rpc_config']>

const rpcConfigPath = createFieldPath('/rpcConfig')
const chainName = text(50)

function decodeRpcConfig(
  record: JsonObject,
  contract: Selectable<DB['contracts']>,
  warn: Warn,
): RpcConfigRow[] {
  const rows = new Map<string, RpcConfigRow>()
  for (const [key, value] of Object.entries(findObject(record, rpcConfigPath, warn) ?? {})) {
    const pointer = createPointer(rpcConfigPath.pointer, key)
    const endpoints = decodeEndpoints(key, value, (code) => warn(code, pointer))
    // Two long names may be truncated to the same one, and a chain has one row.
    if (endpoints === undefined || rows.has(endpoints.chain)) warn('ITEM_SKIPPED', pointer)
    else rows.set(endpoints.chain, createRpcConfigRow(contract, endpoints))
  }
  return [...rows.values()]
}

type Endpoints = Pick<RpcConfigRow, 'chain' | 'rpc_urls'>

function decodeEndpoints(key: string, value: JsonValue, warn: WarnOfValue): Endpoints | undefined {
  const chain = chainName.decode(key, warn)
  const rpc_urls = value === null ? undefined : textList.decode(value, warn)
  return chain === undefined || rpc_urls === undefined ? undefined : { chain, rpc_urls }
}

function createRpcConfigRow(contract: Selectable<DB['contracts']>, endpoints: Endpoints): RpcConfigRow {
  const { id, user_id, created_at, updated_at } = contract
  return {
    id: deriveId('contract_rpc_config', id, endpoints.chain),
    contract_id: id,
    user_id,
    ...endpoints,
    created_at,
    updated_at,
  }
}

function encodeRpcConfig(rows: readonly RpcConfigRow[]): JsonObject {
  return Object.fromEntries(rows.map((row) => [row.chain, row.rpc_urls]))
}

type AnalysisParamsRow = Selectable<DB['contract_analysis_params']>

const analysisParamsPath = createFieldPath('/analysisParams')

/** Missing values are the table's defaults. */
const analysisParamsFields = {
  block_range: optionalField('/analysisParams/blockRange', int4, 1000),
  whale_threshold: field('/analysisParams/whaleThreshold', decimal(20, 8), '10.00000000'),
  max_concurrent_requests: field('/analysisParams/maxConcurrentRequests', int4, 10),
  failover_timeout: field('/analysisParams/failoverTimeout', int4, 30_000),
  max_retries: field('/analysisParams/maxRetries', int4, 2),
  output_formats: field('/analysisParams/outputFormats', textList, ['json', 'csv', 'markdown']),
  custom_params: otherMembers('/analysisParams', [
    'blockRange',
    'whaleThreshold',
    'maxConcurrentRequests',
    'failoverTimeout',
    'maxRetries',
    'outputFormats',
  ]),
}

function decodeAnalysisParams(
  record: JsonObject,
  contract: Selectable<DB['contracts']>,
  warn: Warn,
): AnalysisParamsRow[] {
  if (findObject(record, analysisParamsPath, warn) === undefined) return []
  const { id: contract_id, user_id, created_at, updated_at } = contract
  const id = deriveId('contract_analysis_params', contract_id)
  const columns = decodeFields(analysisParamsFields, record, warn)
  return [{ id, contract_id, user_id, ...columns, created_at, updated_at }]
}

function encodeAnalysisParams(row: AnalysisParamsRow, record: Draft): void {
  encodeFields(analysisParamsFields, row, record)
}

/** A contract requires its owner. The first of an owner's active default contracts stays the default. */
async function prepareLink(
  db: Database,
  records: readonly Decoded[],
  { orphans }: LinkPolicies,
): Promise<Link> {
  const contracts = records.map(({ rows }) => getOwnRow(rows, 'contracts'))
  const ownerIds = contracts.map((contract) => contract.user_id)
  const linkOwner = await prepareOwnerLink(db, ownerIds, orphans)
  const ids = new Set(contracts.map(({ id }) => id))
  // For a row that this batch replaces, the record counts instead.
  const defaults = (await findDefaultContracts(db, ownerIds)).filter(({ id }) => !ids.has(id))
  const ownersWithDefault = new Set(defaults.map(({ userId }) => userId))
  return ({ rows }) => {
    const contract = getOwnRow(rows, 'contracts')
    const owner = linkOwner(contract.user_id)
    if ('code' in owner) return owner
    if (!contract.is_default || !contract.is_active) return { ...owner, rows }
    if (!ownersWithDefault.has(contract.user_id)) {
      ownersWithDefault.add(contract.user_id)
      return { ...owner, rows }
    }
    return {
      ...owner,
      rows: { ...rows, contracts: [{ ...contract, is_default: false }] },
      warnings: [...owner.warnings, { code: 'SECOND_DEFAULT', pointer: '/isDefault' }],
    }
  }
}
