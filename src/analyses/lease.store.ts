import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'
import type { AnalysisType } from '../generated/graphql.ts'

const leaseColumns = [
  'analysis_leases.token',
  'analysis_leases.analysis_id as analysisId',
  'analysis_leases.attempts',
  'analysis_leases.expires_at as expiresAt',
] as const

/** A worker's claim on an analysis, until `expiresAt`. */
export type LeaseRow = Selection<DB, 'analysis_leases', (typeof leaseColumns)[number]>

/** What proves a claim: the token, and whose it is. */
export interface Claim {
  readonly token: string
  readonly workerId: string
}

export interface ClaimRequest {
  readonly workerId: string
  /** Types that the worker can do; all when left out. */
  readonly types?: readonly AnalysisType[] | null
  readonly leaseSeconds: number
}

/**
 * Claims the analysis that has waited longest, and makes it run; undefined when none waits. Workers that claim at once
 * pass over each other's rows: nobody waits, and no two get the same one. An earlier claim on it ends.
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
        // A literal: for a parameter the index of what waits is not considered.
        .where('status', '=', sql.lit('pending'))
        .where(isOneOf(types))
        .orderBy('created_at')
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

/** Makes the claim end later; undefined when it has ended, or its analysis no longer runs. */
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

/** True of the claim's row while the claim has not ended. */
export function isCurrent({ token, workerId }: Claim): RawBuilder<SqlBool> {
  return sql`(analysis_leases.token = ${token}::uuid and analysis_leases.worker_id = ${workerId}::uuid
    and analysis_leases.expires_at > current_timestamp)`
}

function isOneOf(types: ClaimRequest['types']): RawBuilder<SqlBool> {
  return types == null ? sql`true` : sql`analysis_type = any(${types}::text[])`
}

function fromNow(seconds: number): RawBuilder<Date> {
  return sql`current_timestamp + make_interval(secs => ${seconds})`
}
