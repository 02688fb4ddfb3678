import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Parent, ScopedId } from './request-batcher.ts'

/** Whose rows a viewer may read: their own, or everybody's. */
export type Scope = { readonly userId: string } | 'everyone'

/** Restricts the rows of `table`, which has a `user_id`, to the scope. */
export function inScope(scope: Scope, column: string): RawBuilder<SqlBool> {
  return scope === 'everyone' ? sql`true` : sql`${sql.ref(column)} = ${scope.userId}::uuid`
}

/** A table `key(id, user_id)` made of two array parameters: what is asked for, and whose it must be. */
export function keyTable(keys: readonly ScopedId[]) {
  const ids = toArrayText(keys.map(({ id }) => id))
  const userIds = toArrayText(keys.map(({ userId }) => userId))
  return sql<{ id: string; user_id: string | null }>`unnest(${ids}::uuid[], ${userIds}::uuid[])`.as<'key'>(
    sql`key(id, user_id)`,
  )
}

/** Ids need no quotes, and the driver, which can't know that, takes long to write them. */
function toArrayText(ids: readonly (string | null)[]): string {
  return `{${ids.map((id) => id ?? 'null').join()}}`
}

/** Restricts a table with that `key` beside it: the row has the id, and the column its owner's id. */
export function isOfKey(id: string, owner: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(id)} = key.id and (key.user_id is null or ${sql.ref(owner)} = key.user_id))`
}

/** A table `parent(id, user_id)` made of two array parameters; the statement's text has the same form for any number. */
export function parentTable(parents: readonly Parent[]) {
  const ids = toArrayText(parents.map(({ id }) => id))
  const userIds = toArrayText(parents.map(({ userId }) => userId))
  return sql<{ id: string; user_id: string }>`unnest(${ids}::uuid[], ${userIds}::uuid[])`.as<'parent'>(
    sql`parent(id, user_id)`,
  )
}

/** True where the text stands anywhere in the column, without regard to case. */
export function containsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql`${sql.ref(column)} ilike ${toPattern(text)}`
}

/** The same for the first characters of a column with long texts. */
export function beginningContainsText(column: string, characters: number, text: string): RawBuilder<SqlBool> {
  return sql`left(${sql.ref(column)}, ${characters}::int) ilike ${toPattern(text)}`
}

function toPattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

/** True where the column is the text, without regard to case. */
export function equalsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql`lower(${sql.ref(column)}) = lower(${text})`
}

interface TimeRange {
  readonly from?: Date | null
  readonly to?: Date | null
}

/** From its beginning on, before its end; an open end restricts nothing. */
export function withinRange(
  expression: RawBuilder<Date>,
  range: TimeRange | null | undefined,
): RawBuilder<SqlBool>[] {
  return [
    ...(range?.from ? [sql<SqlBool>`${expression} >= ${range.from}`] : []),
    ...(range?.to ? [sql<SqlBool>`${expression} < ${range.to}`] : []),
  ]
}

/** All conditions together; true for none. */
export function allOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

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
