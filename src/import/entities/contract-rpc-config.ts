import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject, JsonValue } from '../../json/json-value.ts'
import { createPointer } from '../../json/pointer.ts'
import type { WarnOfValue } from './codec.ts'
import { deriveId } from './identity.ts'
import { createPlace, findObject } from './place.ts'
import { text, textList } from './text-codec.ts'
import type { Warn } from './warnings.ts'

type RpcConfigRow = Selectable<DB['contract_rpc_config']>

const rpcConfigPlace = createPlace('/rpcConfig')
const chainName = text(50)

/** A row for each chain that has a list of URLs. */
export function decodeRpcConfig(
  record: JsonObject,
  contract: Selectable<DB['contracts']>,
  warn: Warn,
): RpcConfigRow[] {
  const rows = new Map<string, RpcConfigRow>()
  for (const [key, value] of Object.entries(findObject(record, rpcConfigPlace, warn) ?? {})) {
    const pointer = createPointer(rpcConfigPlace.pointer, key)
    const endpoints = decodeEndpoints(key, value, (code) => warn(code, pointer))
    // Two long names may be cut to the same one, and a chain has one row.
    if (endpoints === undefined || rows.has(endpoints.chain)) warn('ITEM_SKIPPED', pointer)
    else rows.set(endpoints.chain, createRow(contract, endpoints))
  }
  return [...rows.values()]
}

type Endpoints = Pick<RpcConfigRow, 'chain' | 'rpc_urls'>

function decodeEndpoints(key: string, value: JsonValue, warn: WarnOfValue): Endpoints | undefined {
  const chain = chainName.decode(key, warn)
  const rpc_urls = value === null ? undefined : textList.decode(value, warn)
  return chain === undefined || rpc_urls === undefined ? undefined : { chain, rpc_urls }
}

function createRow(contract: Selectable<DB['contracts']>, endpoints: Endpoints): RpcConfigRow {
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

/** The object from chain to URLs. */
export function encodeRpcConfig(rows: readonly RpcConfigRow[]): JsonObject {
  return Object.fromEntries(rows.map((row) => [row.chain, row.rpc_urls]))
}
