import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { maxCompetitors } from './competitor.store.ts'

/**
 * Copies the user's contract with all its parts, and gives the copy's id; undefined when there is no such contract.
 * One statement: all is of one moment. The copy is active, not the default, and has no analyses.
 * @param name of the copy; null for the name with " (copy)", as far as the column takes it.
 */
export async function copyContract(
  db: Database,
  { id, userId }: Parent,
  name: string | null,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with copy as (
      insert into contracts (user_id, name, description, target_address, target_chain, target_name, target_abi, tags)
      select user_id, coalesce(${name}, left(name, 248) || ' (copy)'), description, target_address, target_chain,
        target_name, target_abi, tags
      from contracts where id = ${id} and user_id = ${userId}
      returning id, user_id
    ), competitors as (
      insert into contract_competitors (contract_id, user_id, address, chain, name, abi, created_at)
      select copy.id, copy.user_id, address, chain, name, abi, contract_competitors.created_at
      from copy, contract_competitors
      where contract_competitors.contract_id = ${id} and contract_competitors.user_id = ${userId}
      order by contract_competitors.created_at, contract_competitors.id limit ${maxCompetitors}
    ), endpoints as (
      insert into contract_rpc_config (contract_id, user_id, chain, rpc_urls)
      select copy.id, copy.user_id, chain, rpc_urls
      from copy, contract_rpc_config
      where contract_rpc_config.contract_id = ${id} and contract_rpc_config.user_id = ${userId}
    ), params as (
      insert into contract_analysis_params (contract_id, user_id, block_range, whale_threshold,
        max_concurrent_requests, failover_timeout, max_retries, output_formats, custom_params)
      select copy.id, copy.user_id, block_range, whale_threshold,
        max_concurrent_requests, failover_timeout, max_retries, output_formats, custom_params
      from copy, contract_analysis_params
      where contract_analysis_params.contract_id = ${id} and contract_analysis_params.user_id = ${userId}
    )
    select id from copy`.execute(db)
  return rows[0]?.id
}
