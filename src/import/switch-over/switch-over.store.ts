import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

const message = 'The legacy application had not completed the analysis when it was shut down. Start it again.'

/**
 * Fails imported analyses that the legacy application left running, and keeps their former values in
 * `legacy_records.system_change`. Analyses that a worker has claimed here are not changed.
 * @returns the number of failed analyses, at most `limit`. 0 means that none is left.
 */
export async function failLeftRunning(trx: Database, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with running as materialized (
      select analyses.id, analyses.user_id, jsonb_build_object('status', analyses.status,
        'has_errors', analyses.has_errors, 'current_step', analyses.current_step,
        'error_message', analyses.error_message, 'updated_at', analyses.updated_at) as was
      from analyses
      join legacy_records as record on record.kind = 'analyses' and record.id = analyses.id
      where analyses.status = 'running' and record.was_running
        and not exists (select from analysis_leases where analysis_id = analyses.id)
      order by analyses.id limit ${limit}
      for update of analyses
    ), failed as (
      update analyses set status = 'failed', has_errors = true, current_step = null, error_message = ${message}
      from running where analyses.id = running.id and analyses.user_id = running.user_id
      returning analyses.id, analyses.updated_at, running.was
    ), noted as (
      update legacy_records
      set system_change = jsonb_build_object('updated_at', failed.updated_at, 'was', failed.was)
      from failed where legacy_records.kind = 'analyses' and legacy_records.id = failed.id
    )
    select count(*)::int as count from failed`.execute(trx)
  return rows[0]?.count ?? 0
}
