import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.ts'
import { timestamp } from './date-codec.ts'
import { always, decodeFields, encodeFields, required } from './fields.ts'
import { deriveId, ownValue } from './identity.ts'
import { jsonText, text } from './text-codec.ts'
import type { Warn } from './warnings.ts'

type CompetitorRow = Selectable<DB['contract_competitors']>

const fields = {
  address: required('/address', text(255), ''),
  chain: required('/chain', text(50), ''),
  name: always('/name', text(255), null),
  abi: always('/abi', jsonText, null),
  created_at: always('/addedAt', timestamp, null),
}

/** A row for each competitor of the contract that is an object. */
export function decodeCompetitors(
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
    const columns = decodeFields(fields, competitor, (code, inner) => warn(code, pointer + inner))
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
 * Legacy ids are no UUIDs, and a copied contract has those of the original: the contract's id is part of the row's.
 * The position counts only for a competitor without an id, or with one that stood before.
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

/** The list as far as rows know it: they keep no order but that of their times. */
export function encodeCompetitors(rows: readonly CompetitorRow[]): JsonObject[] {
  return rows.toSorted(byCreation).map((row) => encodeFields(fields, row, { id: row.id }))
}

function byCreation(one: CompetitorRow, other: CompetitorRow): number {
  return one.created_at.getTime() - other.created_at.getTime() || (one.id < other.id ? -1 : 1)
}
