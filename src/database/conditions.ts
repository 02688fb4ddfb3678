import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Parent, ScopedId } from './request-batcher.ts'

/** The rows that a viewer may read: their own, or everyone's. */
export type Scope = { readonly userId: string } | 'everyone'

/** Restricts rows to the scope by the column with their owner's id. */
export function inScope(scope: Scope, column: string): RawBuilder<SqlBool> {
  return scope === 'everyone' ? sql`true` : sql`${sql.ref(column)} = ${scope.userId}::uuid`
}

/** A table `key(id, user_id)` of two array parameters: requested ids, and the owners that their rows must have. */
export function keyTable(keys: readonly ScopedId[]) {
  const ids = toArrayText(keys.map(({ id }) => id))
  const userIds = toArrayText(keys.map(({ userId }) => userId))
  return sql<{ id: string; user_id: string | null }>`unnest(${ids}::uuid[], ${userIds}::uuid[])`.as<'key'>(
    sql`key(id, user_id)`,
  )
}

/** UUIDs need no quotes in an array. The driver's function quotes every item, which takes longer. */
function toArrayText(ids: readonly (string | null)[]): string {
  return `{${ids.map((id) => id ?? 'null').join()}}`
}

/** Restricts rows that are joined with `keyTable` to those that have the id and the owner. */
export function isOfKey(id: string, owner: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(id)} = key.id and (key.user_id is null or ${sql.ref(owner)} = key.user_id))`
}

/** A table `parent(id, user_id)` of two array parameters, so the statement's text is the same for any number of parents. */
export function parentTable(parents: readonly Parent[]) {
  const ids = toArrayText(parents.map(({ id }) => id))
  const userIds = toArrayText(parents.map(({ userId }) => userId))
  return sql<{ id: string; user_id: string }>`unnest(${ids}::uuid[], ${userIds}::uuid[])`.as<'parent'>(
    sql`parent(id, user_id)`,
  )
}

/** True where the column contains the text, ignoring case. Compares in the normal form NFC; see migration 0026. */
export function containsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql`nfc(${sql.ref(column)}) ilike ${toPattern(text)}`
}

/** True where the first characters of a column with long texts contain the text, ignoring case. */
export function beginningContainsText(column: string, characters: number, text: string): RawBuilder<SqlBool> {
  return sql`nfc(left(${sql.ref(column)}, ${characters}::int)) ilike ${toPattern(text)}`
}

function toPattern(text: string): string {
  return `%${text.normalize().replaceAll(/[\\%_]/g, '\\$&')}%`
}

interface TimeRange {
  readonly from?: Date | null
  readonly to?: Date | null
}

/** True from the start of the range (inclusive) to its end (exclusive). A missing bound restricts nothing. */
export function withinRange(
  expression: RawBuilder<Date>,
  range: TimeRange | null | undefined,
): RawBuilder<SqlBool>[] {
  return [
    ...(range?.from ? [sql<SqlBool>`${expression} >= ${range.from}`] : []),
    ...(range?.to ? [sql<SqlBool>`${expression} < ${range.to}`] : []),
  ]
}

/** True if all conditions are; also for an empty list. */
export function allOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

// Months are in UTC, independent of the session's time zone.

/** The start of the current month. */
export const monthStart = sql<Date>`date_trunc('month', current_timestamp, 'UTC')`

/** The start of the next month. */
export const nextMonthStart = sql<Date>`
  ((date_trunc('month', current_timestamp at time zone 'UTC') + interval '1 month') at time zone 'UTC')`

/** The current value of a monthly counter: 0 if it was last reset before this month. */
export function countOfMonth(counter: string, resetDate: string): RawBuilder<number> {
  return sql`case when ${sql.ref(resetDate)} < ${monthStart} then 0 else ${sql.ref(counter)} end`
}

/** When a monthly counter was last reset, taking into account that `countOfMonth` resets it at the start of a month. */
export function resetOfMonth(resetDate: string): RawBuilder<Date> {
  return sql`greatest(${sql.ref(resetDate)}, ${monthStart})`
}
