import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'

/** The pause between the end of a cycle and the next one. */
const pauseSeconds = 30
const maxCycles = 50
/** Cycles without a gap that found nothing new or failed. */
const maxEmptyCycles = 10
/** Syncs per sweep; the next sweep continues. */
const maxRows = 1000

/**
 * Locks the owner and the contract until the transaction ends, in the order in which other operations lock them.
 * Refreshes, syncs and sweeps of a contract are serialized.
 */
export async function lockSync(trx: Database, { id, userId }: Parent): Promise<void> {
  await sql`
    select contracts.id from users join contracts on contracts.user_id = users.id
    where users.id = ${userId} and contracts.id = ${id} and contracts.user_id = ${userId}
    for no key update`.execute(trx)
}

/** A contract, its newest quick index that was not cancelled, and the sync of its owner. */
export interface SyncState {
  readonly isActive: boolean
  readonly isDefault: boolean
  readonly latestId: string | null
  readonly latestStatus: string | null
  /** The last cycle of the sync; null if it is off, or was not started here. */
  readonly cycleId: string | null
  readonly cycle: number | null
  readonly emptyCycles: number | null
  /** With the precision of the column. */
  readonly startedAt: string | null
}

/** Call after `lockSync`. Undefined if the user has no such contract. */
export async function findSyncState(trx: Database, { id, userId }: Parent): Promise<SyncState | undefined> {
  const { rows } = await sql<SyncState>`
    select contracts.is_active as "isActive", contracts.is_default and contracts.is_active as "isDefault",
      latest.id as "latestId", latest.status as "latestStatus", cycle.analysis_id as "cycleId",
      cycle.sync_cycle as cycle, cycle.empty_cycles as "emptyCycles", cycle.sync_started_at::text as "startedAt"
    from contracts
    left join lateral (
      select analyses.id, analyses.status from analyses
      where analyses.config_id = contracts.id and analyses.user_id = contracts.user_id
        and analyses.analysis_type = 'quick_index' and analyses.status <> 'cancelled'
      order by analyses.created_at desc, analyses.id desc limit 1
    ) as latest on true
    left join user_onboarding as sync
      on sync.user_id = contracts.user_id and sync.continuous_sync and contracts.is_default and contracts.is_active
    left join lateral (
      select run.analysis_id, run.sync_cycle, run.empty_cycles, run.sync_started_at from analysis_runs as run
      where run.user_id = contracts.user_id and run.sync_started_at = sync.continuous_sync_started
      order by run.sync_cycle desc limit 1
    ) as cycle on true
    where contracts.id = ${id} and contracts.user_id = ${userId}`.execute(trx)
  return rows[0]
}

/** Turns the user's sync on. Returns its start, which identifies it, as text with the precision of the column. */
export async function turnSyncOn(trx: Database, userId: string): Promise<string> {
  const { startedAt } = await trx
    .insertInto('user_onboarding')
    .values({ user_id: userId, continuous_sync: true, continuous_sync_started: sql`current_timestamp` })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ continuous_sync: true, continuous_sync_started: sql`current_timestamp` })
        .where('user_onboarding.user_id', '=', userId),
    )
    .returning(sql<string>`continuous_sync_started::text`.as('startedAt'))
    .executeTakeFirstOrThrow()
  return startedAt
}

/** Turns the user's sync off, if it is on. */
export async function turnSyncOff(trx: Database, userId: string): Promise<void> {
  await trx
    .updateTable('user_onboarding')
    .set({
      continuous_sync: false,
      continuous_sync_stopped: sql`current_timestamp`,
      // Null while an analysis is running: it continues.
      completion_reason: sql`case when completion_reason is not null then 'stopped by user' end`,
    })
    .where('user_id', '=', userId)
    .where('continuous_sync', '=', true)
    .execute()
}

/**
 * Notes that a pending or running analysis becomes a cycle of a sync. Call before `turnSyncOn`: reports lock the analysis
 * before the onboarding, too. Imported metadata that is not an object is unchanged.
 */
export async function markContinuous(trx: Database, { id, userId }: Parent): Promise<void> {
  await trx
    .updateTable('analyses')
    .set({
      metadata: sql`case
        when metadata is null then '{"continuous": true}'
        when jsonb_typeof(metadata) = 'object' then metadata || '{"continuous": true}'
        else metadata end`,
    })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .execute()
}

/** Makes a pending or running analysis the first cycle of a sync. */
export async function adoptCycle(
  trx: Database,
  { id, userId }: Parent,
  syncStartedAt: string,
): Promise<void> {
  const sync = { sync_started_at: sql<Date>`${syncStartedAt}::timestamptz`, sync_cycle: 1, empty_cycles: 0 }
  await trx
    .insertInto('analysis_runs')
    .values({ analysis_id: id, user_id: userId, ...sync })
    .onConflict((conflict) =>
      conflict.column('analysis_id').doUpdateSet(sync).where('analysis_runs.user_id', '=', userId),
    )
    .execute()
}

/**
 * Queues a completed analysis again, after those that are pending, and clears its results. Until it is completed again, its contract does not count it.
 * An imported analysis gets its run here.
 */
export async function reopenAnalysis(
  trx: Database,
  { id, userId }: Parent,
  isCharged: boolean,
): Promise<void> {
  await trx
    .with('reopened', (query) =>
      query
        .updateTable('analyses')
        .set({
          ...{ status: 'pending', progress: 0, current_step: null, results: null, error_message: null },
          ...{ has_errors: false, completed_at: null, last_update: null },
          queued_at: sql`current_timestamp`,
          metadata: sql`case when jsonb_typeof(metadata) = 'object' then metadata - 'continuous' else metadata end`,
        })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('status', '=', 'completed')
        .returning(['config_id', 'user_id']),
    )
    .updateTable('contracts')
    .from('reopened')
    .set({ analysis_count: sql`greatest(contracts.analysis_count - 1, 0)` })
    .whereRef('contracts.id', '=', 'reopened.config_id')
    .whereRef('contracts.user_id', '=', 'reopened.user_id')
    .execute()
  const charge = { charged_at: isCharged ? sql<Date>`current_timestamp` : null }
  await trx
    .insertInto('analysis_runs')
    .values({ analysis_id: id, user_id: userId, ...charge })
    .onConflict((conflict) =>
      conflict.column('analysis_id').doUpdateSet(charge).where('analysis_runs.user_id', '=', userId),
    )
    .execute()
}

/** The pending cycles of a contract. Those that are locked are being claimed, and are omitted. */
export async function findPendingCycles(trx: Database, { id, userId }: Parent): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select analyses.id from analyses
    join analysis_runs on analysis_runs.analysis_id = analyses.id and analysis_runs.user_id = analyses.user_id
    where analyses.config_id = ${id} and analyses.user_id = ${userId} and analyses.status = 'pending'
      and analysis_runs.sync_cycle is not null
    order by analyses.id
    for update of analyses skip locked`.execute(trx)
  return rows.map((row) => row.id)
}

/** Syncs that were started here, whose last cycle ended before the pause and whose contract has no open quick index. */
const dueSyncs = sql`
  from user_onboarding
  join users on users.id = user_onboarding.user_id and users.is_active
  join contracts on contracts.user_id = user_onboarding.user_id and contracts.is_default and contracts.is_active
  cross join lateral (
    select run.sync_cycle, run.empty_cycles, run.finished_at from analysis_runs as run
    where run.user_id = user_onboarding.user_id and run.sync_started_at = user_onboarding.continuous_sync_started
    order by run.sync_cycle desc limit 1
  ) as cycle
  where user_onboarding.continuous_sync
    and cycle.finished_at <= current_timestamp - make_interval(secs => ${sql.lit(pauseSeconds)})
    and not exists (select from analyses
      where analyses.config_id = contracts.id and analyses.user_id = contracts.user_id
        and analyses.analysis_type = 'quick_index' and analyses.status in ('pending', 'running'))`

const isExhausted = sql`(cycle.sync_cycle >= ${sql.lit(maxCycles)} or cycle.empty_cycles >= ${sql.lit(maxEmptyCycles)})`

/**
 * Queues the next cycle of each sync that is due, and ends syncs after their last cycle. Call after `lockSweep`. The
 * contracts are locked first: what was read before might have been changed by an operation that has just ended.
 */
export async function queueCycles(trx: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select contracts.id ${dueSyncs} order by contracts.id limit ${maxRows}
    for no key update of contracts skip locked`.execute(trx)
  if (rows.length === 0) return
  const isLocked = sql`contracts.id = any(${rows.map(({ id }) => id)}::uuid[])`
  await sql`
    update user_onboarding set continuous_sync = false, continuous_sync_stopped = current_timestamp,
      completion_reason = ended.reason
    from (
      select user_onboarding.user_id, case when cycle.empty_cycles >= ${sql.lit(maxEmptyCycles)}
        then 'nothing new' else 'cycle limit reached' end as reason
      ${dueSyncs} and ${isLocked} and ${isExhausted}
    ) as ended
    where user_onboarding.user_id = ended.user_id`.execute(trx)
  await sql`
    with due as (
      select contracts.id, contracts.user_id, user_onboarding.continuous_sync_started as started_at,
        cycle.sync_cycle, cycle.empty_cycles
      ${dueSyncs} and ${isLocked} and not ${isExhausted}
    ), queued as (
      insert into analyses (user_id, config_id, analysis_type, metadata)
      select user_id, id, 'quick_index', '{"continuous": true}' from due
      returning id, user_id, config_id
    )
    insert into analysis_runs (analysis_id, user_id, sync_started_at, sync_cycle, empty_cycles)
    select queued.id, queued.user_id, due.started_at, due.sync_cycle + 1, due.empty_cycles
    from queued join due on due.id = queued.config_id and due.user_id = queued.user_id`.execute(trx)
}
