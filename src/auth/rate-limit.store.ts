import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** The maximum number of attempts within a window, which begins with the first attempt. */
export interface RateLimit {
  readonly name: string
  readonly max: number
  readonly windowSeconds: number
}

/** An attempt that was counted. */
export interface CountedAttempt {
  readonly name: string
  readonly key: Buffer
  /** Attempts of the key in the window, this one included. */
  readonly count: number
  /** Identifies the window. */
  readonly endsAt: Date
}

/**
 * Counts an attempt in one statement, using the database's clock: however many attempts and servers run concurrently,
 * at most `max` are counted in a window. A rejected attempt writes nothing.
 * @returns undefined when the limit is reached.
 */
export async function countAttempt(
  db: Database,
  { name, max, windowSeconds }: RateLimit,
  key: Buffer,
): Promise<CountedAttempt | undefined> {
  const { rows } = await sql<CountedAttempt>`
insert into rate_limits as stored (name, key, count, ends_at)
values (${name}, ${key}, 1, now() + make_interval(secs => ${windowSeconds}))
on conflict (name, key) do update set
  count = case when stored.ends_at <= now() then 1 else stored.count + 1 end,
  ends_at = case when stored.ends_at <= now() then excluded.ends_at else stored.ends_at end
where stored.ends_at <= now() or stored.count < ${max}
returning name, key, count, ends_at as "endsAt"`.execute(db)
  return rows[0]
}

/** Seconds until the key's window ends; 0 without a window. */
export async function findSecondsLeft(db: Database, { name }: RateLimit, key: Buffer): Promise<number> {
  const found = await db
    .selectFrom('rate_limits')
    .select(sql<number>`greatest(ceil(extract(epoch from ends_at - now())), 0)::int`.as('seconds'))
    .where('name', '=', name)
    .where('key', '=', key)
    .executeTakeFirst()
  return found?.seconds ?? 0
}

/** Takes back counted attempts whose windows have not ended. Rows are locked in a fixed order. */
export async function uncountAttempts(db: Database, attempts: readonly CountedAttempt[]): Promise<void> {
  const names = attempts.map(({ name }) => name)
  const keys = attempts.map(({ key }) => key)
  const ends = attempts.map(({ endsAt }) => endsAt.toISOString())
  await sql`
with taken as (
  select name, key, count from rate_limits
  where (name, key, ends_at) in (
    select * from unnest(${names}::text[], ${keys}::bytea[], ${ends}::timestamptz[])
  )
  order by name, key
  for update
), emptied as (
  delete from rate_limits using taken
  where rate_limits.name = taken.name and rate_limits.key = taken.key and taken.count = 1
)
update rate_limits set count = rate_limits.count - 1 from taken
where rate_limits.name = taken.name and rate_limits.key = taken.key and taken.count > 1`.execute(db)
}

/**
 * Deletes up to `limit` windows that have ended, skipping those that another server is deleting.
 * @returns how many were deleted.
 */
export async function deleteEndedWindows(db: Database, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
delete from rate_limits where (name, key) in (
  select name, key from rate_limits where ends_at <= now() limit ${limit} for update skip locked
)`.execute(db)
  return Number(numAffectedRows)
}
