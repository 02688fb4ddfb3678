import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** An arbitrary advisory lock number, which must be the same in all versions of this program. */
const sweepLock = 7_215_034_462
/** Workers that may claim an analysis before it fails: one that kills every worker must not be tried for ever. */
const maxAttempts = 3
/** What runs without a claim was imported, or its claim is gone: nobody will ever end it. */
const unclaimedMinutes = 10
/** Rows in one sweep; the next one goes on. */
const maxRows = 1000

export interface SweepCounts {
  /** Analyses that wait for another worker. */
  readonly returned: number
  readonly failed: number
}

/** Takes the right to sweep until the transaction ends; false when another server has it. */
export async function lockSweep(trx: Database): Promise<boolean> {
  const { rows } = await sql<{ isLocked: boolean }>`
    select pg_try_advisory_xact_lock(${sweepLock}) as "isLocked"`.execute(trx)
  return rows[0]?.isLocked === true
}

/**
 * Ends claims that have expired: another worker may claim the analysis, or it fails after its last attempt. The token
 * is replaced, so that the late worker's reports find no claim, also those that wait for this to end.
 */
export async function endExpiredLeases(trx: Database): Promise<SweepCounts> {
  const { rows } = await sql<SweepCounts>`
    with expired as materialized (
      select analysis_leases.analysis_id, analysis_leases.user_id, attempts < ${maxAttempts} as is_tried_again
      from analysis_leases join analyses on analyses.id = analysis_id and analyses.user_id = analysis_leases.user_id
      where expires_at <= current_timestamp and analyses.status = 'running'
      order by expires_at, analysis_id limit ${maxRows}
      for update of analysis_leases skip locked
    ), ended as (
      update analysis_leases set token = gen_random_uuid()
      from expired
      where analysis_leases.analysis_id = expired.analysis_id and analysis_leases.user_id = expired.user_id
    ), swept as (
      update analyses set current_step = null, has_errors = has_errors or not is_tried_again,
        status = case when is_tried_again then 'pending' else 'failed' end,
        error_message = case when is_tried_again then null
          else ${`Each of ${maxAttempts} workers stopped before the end. Start the analysis again.`} end
      from expired
      where analyses.id = expired.analysis_id and analyses.user_id = expired.user_id and status = 'running'
      returning status
    )
    select ${countOf('pending')} as returned, ${countOf('failed')} as failed from swept`.execute(trx)
  return rows[0] ?? { returned: 0, failed: 0 }
}

/** Fails what runs without any claim and has not changed for long; gives how many. */
export async function failUnclaimed(trx: Database): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('analyses')
    .set({
      ...{ status: 'failed', has_errors: true, current_step: null },
      error_message: 'The analysis was interrupted, and no worker has it. Start it again.',
    })
    .where('status', '=', 'running')
    .where('updated_at', '<', sql<Date>`current_timestamp - make_interval(mins => ${unclaimedMinutes})`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('analysis_leases')
            .whereRef('analysis_leases.analysis_id', '=', 'analyses.id')
            .whereRef('analysis_leases.user_id', '=', 'analyses.user_id'),
        ),
      ),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Removes the claims of analyses that have ended without their workers, such as by being cancelled. */
export async function deleteEndedLeases(trx: Database): Promise<void> {
  await sql`
    delete from analysis_leases using analyses
    where analyses.id = analysis_id and analyses.user_id = analysis_leases.user_id
      and status in ('completed', 'failed', 'cancelled')`.execute(trx)
}

function countOf(status: 'pending' | 'failed'): RawBuilder<number> {
  return sql`(count(*) filter (where status = ${status}))::int`
}
