import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { allOf, withinRange } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { isSameContract } from '../database/identity.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { ActivityFilter, ActivityKind } from '../generated/graphql.ts'

export interface ActivityRow {
  readonly occurredAt: Date
  readonly kind: ActivityKind
  /** The id of the subject. */
  readonly id: string
}
type ActivityListRow = ActivityRow & { readonly sortKey: Date; readonly tie: number }
export type ActivityPage = Page<ActivityListRow>

export interface ActivityRequest {
  readonly userId: string
  readonly filter: ActivityFilter
}

/** The place of each kind among events of the same time and subject. Cursors contain it. */
const ties = {
  contract_added: 0,
  analysis_started: 1,
  analysis_completed: 2,
  chat_session_opened: 3,
  message_added: 4,
  import_started: 5,
  import_finished: 6,
} as const satisfies Record<ActivityKind, number>

/** The time has another column in each table. */
export const activitySortKeys = {
  occurred_at: { type: 'timestamptz', expression: sql`"occurredAt"`, hasTies: true },
} satisfies Record<string, SortKey>

/** Rows of one table that are events of one kind. */
interface EventSource {
  readonly kind: ActivityKind
  readonly table: string
  readonly owner: string
  readonly time: string
  readonly conditions: readonly RawBuilder<SqlBool>[]
  /** Rows on which the conditions depend, each with its own events, in the form of FROM. */
  readonly parents?: RawBuilder<unknown>
}

/** A page of the user's events. Each kind reads its own page from an index, in one statement for all kinds. */
export async function listActivity(
  db: Database,
  { userId, filter }: ActivityRequest,
  page: PageRequest,
): Promise<ActivityListRow[]> {
  const sources = listSources(userId, filter)
  if (sources.length === 0) return []
  const direction = sql.raw(page.fetchDirection)
  const selects = sources.map(({ parents, ...source }) => {
    const { kind, table, owner, time, conditions } = source
    const ofPage = { ...page, sortKey: { ...page.sortKey, expression: sql<Date>`${sql.ref(time)}` } }
    const events = sql`(
      select ${sql.ref(time)} as "occurredAt", ${sql.ref(`${table}.id`)} as id, ${sql.ref(owner)} as user_id
      from ${sql.table(table)}
      where ${allOf(conditions)} and ${inPage(ofPage, `${table}.id`, sql.lit(ties[kind]))}
      order by ${sql.ref(time)} ${direction}, ${sql.ref(`${table}.id`)} ${direction}
      limit ${page.fetchLimit}) as event`
    return sql`
      (select "occurredAt", ${sql.lit(kind)} as kind, ${sql.lit(ties[kind])} as tie, event.id
      from ${parents === undefined ? events : sql`${parents} cross join lateral ${events}`}
      where event.user_id = ${userId}::uuid)`
  })
  const { rows } = await sql<ActivityListRow>`
    select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
    from (${sql.join(selects, sql` union all `)}) as activity
    order by "occurredAt" ${direction}, id ${direction}, tie ${direction}
    limit ${page.fetchLimit}`.execute(db)
  return rows
}

export async function countActivity(db: Database, { userId, filter }: ActivityRequest): Promise<number> {
  const sources = listSources(userId, filter)
  if (sources.length === 0) return 0
  const counts = sources.map(
    ({ table, owner, conditions, parents }) => sql`(
      select count(*)
      from ${parents === undefined ? sql`` : sql`${parents} cross join `}${sql.table(table)}
      where ${allOf(conditions)} and ${sql.ref(owner)} = ${userId}::uuid)`,
  )
  const { rows } = await sql<{ count: number }>`select (${sql.join(counts, sql` + `)})::int as count`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

function listSources(userId: string, filter: ActivityFilter): readonly EventSource[] {
  const { kinds, contractId, occurredAt } = filter
  const sources = contractId == null ? sourcesOfUser(userId) : sourcesOfContract(userId, contractId)
  const known = kinds == null ? sources : sources.filter(({ kind }) => kinds.includes(kind))
  return known.map((source) => ({
    ...source,
    conditions: [...source.conditions, ...withinRange(sql.ref<Date>(source.time), occurredAt)],
  }))
}

const contracts = { table: 'contracts', owner: 'contracts.user_id', time: 'contracts.created_at' }
const analyses = { table: 'analyses', owner: 'analyses.user_id', time: 'analyses.created_at' }
const completions = { ...analyses, time: 'analyses.completed_at' }
const sessions = { table: 'chat_sessions', owner: 'chat_sessions.user_id', time: 'chat_sessions.created_at' }
const messages = { table: 'chat_messages', owner: 'chat_messages.user_id', time: 'chat_messages.created_at' }
const jobs = { table: 'import_jobs', owner: 'import_jobs.started_by', time: 'import_jobs.created_at' }
const jobEnds = { ...jobs, time: 'import_jobs.finished_at' }

const isCompleted = sql<SqlBool>`(analyses.status = 'completed' and analyses.completed_at is not null)`
const isActive = sql<SqlBool>`chat_sessions.is_active`

/** Messages of deleted sessions are excluded by a subquery, because its plan does not depend on statistics. */
function sourcesOfUser(userId: string): readonly EventSource[] {
  const isOwn = (column: string) => sql<SqlBool>`${sql.ref(column)} = ${userId}::uuid`
  const isOfActiveSession = sql<SqlBool>`(
    select is_active from chat_sessions
    where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id)`
  return [
    { kind: 'contract_added', ...contracts, conditions: [isOwn(contracts.owner)] },
    { kind: 'analysis_started', ...analyses, conditions: [isOwn(analyses.owner)] },
    { kind: 'analysis_completed', ...completions, conditions: [isOwn(analyses.owner), isCompleted] },
    { kind: 'chat_session_opened', ...sessions, conditions: [isOwn(sessions.owner), isActive] },
    { kind: 'message_added', ...messages, conditions: [isOwn(messages.owner), isOfActiveSession] },
    { kind: 'import_started', ...jobs, conditions: [isOwn(jobs.owner)] },
    {
      kind: 'import_finished',
      ...jobEnds,
      conditions: [isOwn(jobs.owner), sql`import_jobs.finished_at is not null`],
    },
  ]
}

/**
 * Events of the contract, of analyses started from it, and of sessions about it in any spelling. The owner of analyses and
 * messages is checked on the rows of the page: with a condition on both contract and owner, the planner would estimate
 * very few rows and read all analyses of the owner.
 */
function sourcesOfContract(userId: string, contractId: string): readonly EventSource[] {
  const isOfContract = sql<SqlBool>`analyses.config_id = ${contractId}::uuid`
  const parents = sql`(
    select chat_sessions.id
    from contracts join chat_sessions on chat_sessions.user_id = contracts.user_id
      and ${isSameContract(
        { address: 'chat_sessions.contract_address', chain: 'chat_sessions.contract_chain' },
        { address: 'contracts.target_address', chain: 'contracts.target_chain' },
      )}
    where contracts.id = ${contractId}::uuid and contracts.user_id = ${userId}::uuid
      and chat_sessions.user_id = ${userId}::uuid and ${isActive}) as session`
  return [
    {
      kind: 'contract_added',
      ...contracts,
      conditions: [sql`contracts.id = ${contractId}::uuid`, sql`contracts.user_id = ${userId}::uuid`],
    },
    { kind: 'analysis_started', ...analyses, conditions: [isOfContract] },
    { kind: 'analysis_completed', ...completions, conditions: [isOfContract, isCompleted] },
    { kind: 'chat_session_opened', ...sessions, parents, conditions: [sql`chat_sessions.id = session.id`] },
    { kind: 'message_added', ...messages, parents, conditions: [sql`chat_messages.session_id = session.id`] },
  ]
}
