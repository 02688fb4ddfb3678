import { type RawBuilder, type Selection, type SqlBool, sql, type UpdateObject } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'
import type { AnalysisType } from '../generated/graphql.ts'
import { type AnalysisRow, analysisColumns } from './analysis.store.ts'

const leaseColumns = [
  'analysis_leases.token',
  'analysis_leases.analysis_id as analysisId',
  'analysis_leases.attempts',
  'analysis_leases.expires_at as expiresAt',
] as const

/** A worker's claim on an analysis, until `expiresAt`. */
export type LeaseRow = Selection<DB, 'analysis_leases', (typeof leaseColumns)[number]>

/** The proof of a claim. */
export interface Claim {
  readonly token: string
  readonly workerId: string
}

interface ClaimRequest {
  readonly workerId: string
  /** Types that the worker can run; all by default. */
  readonly types?: readonly AnalysisType[] | null
  readonly leaseSeconds: number
}

/**
 * Claims the pending analysis that was queued first, and starts it; undefined if none is pending. Concurrent calls skip each other's
 * rows: they neither wait nor claim the same analysis. Ends an earlier claim on the analysis.
 */
export function claimAnalysis(
  db: Database,
  { workerId, types, leaseSeconds }: ClaimRequest,
): Promise<LeaseRow | undefined> {
  return beginNext(db, types)
    .insertInto('analysis_leases')
    .columns(['analysis_id', 'user_id', 'worker_id', 'expires_at'])
    .expression((query) =>
      query
        .selectFrom('begun')
        .select(['begun.id', 'begun.user_id', sql<string>`${workerId}::uuid`.as('worker_id')])
        .select(fromNow(leaseSeconds).as('expires_at')),
    )
    .onConflict((conflict) =>
      conflict
        .column('analysis_id')
        .doUpdateSet(({ ref }) => ({
          worker_id: ref('excluded.worker_id'),
          token: ref('excluded.token'),
          expires_at: ref('excluded.expires_at'),
          claimed_at: ref('excluded.claimed_at'),
          attempts: sql`analysis_leases.attempts + 1`,
        }))
        .whereRef('analysis_leases.user_id', '=', 'excluded.user_id'),
    )
    .returning(leaseColumns)
    .executeTakeFirst()
}

function beginNext(db: Database, types: ClaimRequest['types']) {
  return db
    .with('next', (query) =>
      query
        .selectFrom('analyses')
        .select(['id', 'user_id'])
        // A literal, because PostgreSQL does not use the partial index for a parameter.
        .where('status', '=', sql.lit('pending'))
        .where(isOneOf(types))
        .orderBy(sql`coalesce(queued_at, created_at)`)
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .with('begun', (query) =>
      query
        .updateTable('analyses')
        .from('next')
        .set({ status: 'running', progress: 0, current_step: null, last_update: sql`current_timestamp` })
        .whereRef('analyses.id', '=', 'next.id')
        .whereRef('analyses.user_id', '=', 'next.user_id')
        .returning(['analyses.id', 'analyses.user_id']),
    )
}

/** Returns undefined if the claim has expired or the analysis is no longer running. */
export function renewLease(db: Database, claim: Claim, leaseSeconds: number): Promise<LeaseRow | undefined> {
  return db
    .updateTable('analysis_leases')
    .set({ expires_at: fromNow(leaseSeconds) })
    .where(isCurrent(claim))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('analyses')
          .whereRef('analyses.id', '=', 'analysis_leases.analysis_id')
          .whereRef('analyses.user_id', '=', 'analysis_leases.user_id')
          .where('analyses.status', '=', 'running'),
      ),
    )
    .returning(leaseColumns)
    .executeTakeFirst()
}

/** An SQL condition that selects the lease of the claim if it has not expired. */
function isCurrent({ token, workerId }: Claim): RawBuilder<SqlBool> {
  return sql`(analysis_leases.token = ${token}::uuid and analysis_leases.worker_id = ${workerId}::uuid
    and analysis_leases.expires_at > current_timestamp)`
}

function isOneOf(types: ClaimRequest['types']): RawBuilder<SqlBool> {
  return types == null ? sql`true` : sql`analysis_type = any(${types}::text[])`
}

function fromNow(seconds: number): RawBuilder<Date> {
  return sql`current_timestamp + make_interval(secs => ${seconds})`
}

/** A log keeps its last entries. */
const maxKeptLogs = 10_000

// Reports update the analysis of a claim in one statement and return it; undefined if the claim has expired or the
// analysis is no longer running. They lock the lease first, like sweeps and claims, so that these can't interleave.

export function updateProgress(
  db: Database,
  claim: Claim,
  { progress, currentStep }: { readonly progress: number; readonly currentStep: string | null },
): Promise<AnalysisRow | undefined> {
  return updateClaimed(db, claim, { progress, current_step: currentStep })
}

/** @param entries JSON text of an array. */
export function appendLogs(db: Database, claim: Claim, entries: string): Promise<AnalysisRow | undefined> {
  const path = `lax $[last - ${maxKeptLogs - 1} to last]`
  return updateClaimed(db, claim, {
    logs: sql`jsonb_path_query_array(analyses.logs || ${entries}::jsonb, ${path}::jsonpath)`,
  })
}

/** @param failure `results` is JSON text; null keeps the previous results. */
export function failAnalysis(
  db: Database,
  claim: Claim,
  { errorMessage, results }: { readonly errorMessage: string; readonly results: string | null },
): Promise<AnalysisRow | undefined> {
  return updateClaimed(db, claim, {
    status: 'failed',
    error_message: errorMessage,
    has_errors: true,
    results: sql`coalesce(${results}::jsonb, analyses.results)`,
    current_step: null,
  })
}

export interface Completion {
  /** JSON text. */
  readonly results: string
  /** JSON text of an object; null keeps the previous metadata. */
  readonly metadata: string | null
  readonly hasErrors: boolean
  /** Whether a cycle of a sync found nothing new. */
  readonly isEmpty: boolean
}

/** Also deletes the lease, and counts the analysis in its contract. */
export function completeAnalysis(
  db: Database,
  claim: Claim,
  completion: Completion,
): Promise<AnalysisRow | undefined> {
  return completed(db, claim, completion)
    .with('counted', (query) =>
      query
        .updateTable('contracts')
        .from('completed')
        .set({ analysis_count: sql`contracts.analysis_count + 1`, last_analyzed: sql`current_timestamp` })
        .whereRef('contracts.id', '=', 'completed.contractId')
        .whereRef('contracts.user_id', '=', 'completed.userId'),
    )
    .with('cycled', (query) =>
      query
        .updateTable('analysis_runs')
        .from('completed')
        .set({ empty_cycles: completion.isEmpty ? sql`analysis_runs.empty_cycles + 1` : 0 })
        .whereRef('analysis_runs.analysis_id', '=', 'completed.id')
        .whereRef('analysis_runs.user_id', '=', 'completed.userId')
        .where('analysis_runs.sync_cycle', 'is not', null),
    )
    .with('ended', (query) =>
      query
        .deleteFrom('analysis_leases')
        .using('completed')
        .whereRef('analysis_leases.analysis_id', '=', 'completed.id')
        .whereRef('analysis_leases.user_id', '=', 'completed.userId'),
    )
    .selectFrom('completed')
    .selectAll('completed')
    .executeTakeFirst()
}

function completed(db: Database, claim: Claim, { results, metadata, hasErrors }: Completion) {
  return claimed(db, claim).with('completed', (query) =>
    query
      .updateTable('analyses')
      .from('claimed')
      .set({
        ...{ status: 'completed', progress: 100, current_step: null, error_message: null },
        ...{ results, has_errors: hasErrors, metadata: replaceMetadata(metadata) },
        ...{ completed_at: sql`current_timestamp`, last_update: sql`current_timestamp` },
      })
      .whereRef('analyses.id', '=', 'claimed.analysis_id')
      .whereRef('analyses.user_id', '=', 'claimed.user_id')
      .where('analyses.status', '=', 'running')
      .returning(analysisColumns),
  )
}

/** `continuous` belongs to the sync: a report neither sets nor removes it. Null changes nothing. */
function replaceMetadata(metadata: string | null) {
  return sql<string | null>`coalesce(
    (${metadata}::jsonb - 'continuous') || case when analyses.metadata -> 'continuous' is null then '{}'
      else jsonb_build_object('continuous', analyses.metadata -> 'continuous') end,
    analyses.metadata)`
}

function updateClaimed(
  db: Database,
  claim: Claim,
  values: UpdateObject<DB, 'analyses'>,
): Promise<AnalysisRow | undefined> {
  return claimed(db, claim)
    .updateTable('analyses')
    .from('claimed')
    .set({ ...values, last_update: sql`current_timestamp` })
    .whereRef('analyses.id', '=', 'claimed.analysis_id')
    .whereRef('analyses.user_id', '=', 'claimed.user_id')
    .where('analyses.status', '=', 'running')
    .returning(analysisColumns)
    .executeTakeFirst()
}

function claimed(db: Database, claim: Claim) {
  return db.with('claimed', (query) =>
    query
      .selectFrom('analysis_leases')
      .select(['analysis_id', 'user_id'])
      .where(isCurrent(claim))
      .forUpdate(),
  )
}

/** An arbitrary advisory lock number. It must be the same in all versions of this program. */
const sweepLock = 7_215_034_462
/** Claims before an analysis fails, because an analysis may crash every worker. */
const maxAttempts = 3
/** The lease of a running analysis without one was deleted, with its worker: no worker will end it. */
const unclaimedMinutes = 10
/** Rows per sweep; the next sweep continues. */
const maxRows = 1000

export interface SweepCounts {
  /** Analyses that are pending again. */
  readonly returned: number
  readonly failed: number
}

/** Locks sweeping until the transaction ends. Returns false if another server is sweeping. */
export async function lockSweep(trx: Database): Promise<boolean> {
  const { rows } = await sql<{ isLocked: boolean }>`
    select pg_try_advisory_xact_lock(${sweepLock}) as "isLocked"`.execute(trx)
  return rows[0]?.isLocked === true
}

/**
 * Ends expired claims: requeues the analysis at its former place, or fails it after its last attempt. Replaces the token, so that reports of
 * the late worker fail, including those that are waiting for this transaction.
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
        progress = case when is_tried_again then 0 else progress end,
        error_message = case when is_tried_again then null
          else ${`${maxAttempts} workers stopped before the analysis was completed. Start it again.`} end
      from expired
      where analyses.id = expired.analysis_id and analyses.user_id = expired.user_id and status = 'running'
      returning status
    )
    select ${countOf('pending')} as returned, ${countOf('failed')} as failed from swept`.execute(trx)
  return rows[0] ?? { returned: 0, failed: 0 }
}

/**
 * Fails running analyses without a lease that have not changed for `unclaimedMinutes`, except those that the legacy
 * application left running: they keep their state until the operator switches over. Returns their number.
 */
export async function failUnclaimed(trx: Database): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('analyses')
    .set({
      ...{ status: 'failed', has_errors: true, current_step: null },
      error_message: 'The analysis was interrupted. Start it again.',
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
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('legacy_records')
            .where('legacy_records.kind', '=', 'analyses')
            .whereRef('legacy_records.id', '=', 'analyses.id')
            .where('legacy_records.was_running', '=', true),
        ),
      ),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Deletes leases of analyses that have ended, for example because they were cancelled. */
export async function deleteEndedLeases(trx: Database): Promise<void> {
  await sql`
    delete from analysis_leases using analyses
    where analyses.id = analysis_id and analyses.user_id = analysis_leases.user_id
      and status in ('completed', 'failed', 'cancelled')`.execute(trx)
}

function countOf(status: 'pending' | 'failed'): RawBuilder<number> {
  return sql`(count(*) filter (where status = ${status}))::int`
}
