import { type RawBuilder, sql } from 'kysely'

// In UTC, whatever the session's time zone is.

/** When this month began. */
export const monthStart = sql<Date>`date_trunc('month', current_timestamp, 'UTC')`

/** When the next month begins. */
export const nextMonthStart = sql<Date>`
  ((date_trunc('month', current_timestamp at time zone 'UTC') + interval '1 month') at time zone 'UTC')`

/** A monthly counter as it is now: zero again when it was last reset before this month began. */
export function countOfMonth(counter: string, resetDate: string): RawBuilder<number> {
  return sql`case when ${sql.ref(resetDate)} < ${monthStart} then 0 else ${sql.ref(counter)} end`
}

/** When a monthly counter was last reset, by `countOfMonth` too. */
export function resetOfMonth(resetDate: string): RawBuilder<Date> {
  return sql`greatest(${sql.ref(resetDate)}, ${monthStart})`
}
