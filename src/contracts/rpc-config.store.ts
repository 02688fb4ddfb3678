import { type Selection, type SqlBool, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { DB } from '../generated/database.ts'
import type { NewRpcConfig } from './contract-parts.rules.ts'

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

/** The RPC endpoints of these contracts, ordered by chain. A contract has at most one row per chain. */
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

/** Rows of chains that stay are updated, which keeps `created_at`. The caller must lock the contract. */
export async function replaceRpcConfigs(
  transaction: Database,
  { id, userId }: Parent,
  configs: readonly NewRpcConfig[],
): Promise<void> {
  await transaction
    .deleteFrom('contract_rpc_config')
    .where('contract_id', '=', id)
    .where('user_id', '=', userId)
    .where(sql<SqlBool>`chain <> all(${configs.map(({ chain }) => chain)}::text[])`)
    .execute()
  if (configs.length === 0) return
  await transaction
    .insertInto('contract_rpc_config')
    .values(
      configs.map(({ chain, rpcUrls }) => ({
        contract_id: id,
        user_id: userId,
        chain,
        rpc_urls: [...rpcUrls],
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['contract_id', 'chain'])
        .doUpdateSet({ rpc_urls: sql.ref('excluded.rpc_urls') })
        .whereRef('contract_rpc_config.user_id', '=', 'excluded.user_id')
        .where(sql<SqlBool>`contract_rpc_config.rpc_urls <> excluded.rpc_urls`),
    )
    .execute()
}
