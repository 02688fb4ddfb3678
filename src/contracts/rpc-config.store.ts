import type { Selection } from 'kysely'
import type { Parent } from '../database/batching.ts'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'

const rpcConfigColumns = [
  'rpc.contract_id as contractId',
  'rpc.user_id as userId',
  'rpc.chain',
  'rpc.rpc_urls as rpcUrls',
  'rpc.created_at as createdAt',
  'rpc.updated_at as updatedAt',
] as const

export type RpcConfigRow = Selection<
  { rpc: DB['contract_rpc_config'] },
  'rpc',
  (typeof rpcConfigColumns)[number]
>

/** The RPC endpoints of each contract, by chain. A contract has one row for each chain at most. */
export function listRpcConfigs(db: Database, contracts: readonly Parent[]): Promise<RpcConfigRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoin('contract_rpc_config as rpc', (join) =>
      join.onRef('rpc.contract_id', '=', 'parent.id').onRef('rpc.user_id', '=', 'parent.user_id'),
    )
    .select(rpcConfigColumns)
    .orderBy('rpc.chain')
    .execute()
}
