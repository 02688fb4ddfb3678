import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { AppError } from '../errors.ts'
import { decodeCursor, type Position } from './cursor.ts'
import type { SelectedFields } from './selected-fields.ts'

/** The arguments of a Relay connection. */
export interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly last?: number | null
  readonly before?: string | null
}

/** What a list is ordered by before the id. The expression is never NULL, and an index serves it together with the id. */
export interface SortKey {
  readonly type: 'timestamptz' | 'text' | 'integer'
  readonly expression: RawBuilder<Date | string>
}

export interface PageRequest {
  readonly limit: number
  /** True when the page is counted from the end: rows are fetched in reverse. */
  readonly isBackward: boolean
  /** Such as `created_at:desc`. */
  readonly orderName: string
  readonly isDescending: boolean
  readonly sortKey: SortKey
  /** The direction of fetching: the list's own, or the opposite when the page is counted from the end. */
  readonly fetchDirection: 'asc' | 'desc'
  /** One row more than the page has, unless nobody asks whether there is a next one. */
  readonly fetchLimit: number
  readonly after: Position | undefined
  readonly before: Position | undefined
  /** What is asked for of its rows; undefined for everything. */
  readonly fields: SelectedFields | undefined
}

export const defaultPageSize = 20
export const maxPageSize = 100

/**
 * Checks the arguments of a list.
 * @throws AppError BAD_USER_INPUT that names the argument: a size out of range, both ends at once, a strange cursor.
 */
export function createPageRequest<Field extends string>(
  page: PageArguments,
  order: { readonly field: Field; readonly direction?: 'asc' | 'desc' },
  sortKeys: Readonly<Record<Field, SortKey>>,
): PageRequest {
  if (page.first != null && page.last != null) throw badArgument('last', 'Give "first" or "last", not both.')
  const direction = order.direction ?? 'desc'
  const orderName = `${order.field}:${direction}`
  const sortKey = sortKeys[order.field]
  const position = (name: 'after' | 'before') => {
    const cursor = page[name]
    return cursor == null ? undefined : checkPosition(decodeCursor(cursor, orderName, name), sortKey, name)
  }
  const isBackward = page.last != null
  const isDescending = direction === 'desc'
  const limit =
    page.last == null ? checkSize('first', page.first ?? defaultPageSize) : checkSize('last', page.last)
  return {
    limit,
    isBackward,
    orderName,
    isDescending,
    sortKey,
    fetchDirection: isDescending === isBackward ? 'asc' : 'desc',
    fetchLimit: limit + 1,
    after: position('after'),
    before: position('before'),
    fields: undefined,
  }
}

/**
 * The rows after and before the page's cursors. The statement selects `page.sortKey.expression` as "sortKey", orders
 * by it and then by the id, both in `page.fetchDirection`, and fetches `page.fetchLimit` rows.
 */
export function inPage(page: PageRequest, id: string): RawBuilder<SqlBool> {
  const { expression, type } = page.sortKey
  const compare = (operator: string, position: Position | undefined) =>
    position === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(${expression}, ${sql.ref(id)}) ${sql.raw(operator)} (${position.value}::${sql.raw(type)}, ${position.id}::uuid)`
  const [later, earlier] = page.isDescending ? ['<', '>'] : ['>', '<']
  return sql`(${compare(later, page.after)} and ${compare(earlier, page.before)})`
}

/** The same page, of which only these fields are asked for: where its rows stand may be of no interest. */
export function selectOfPage(page: PageRequest, fields: SelectedFields | undefined): PageRequest {
  return { ...page, fields, fetchLimit: fields?.hasPlace === false ? page.limit : page.fetchLimit }
}

function checkSize(argument: 'first' | 'last', size: number): number {
  if (size >= 0 && size <= maxPageSize) return size
  throw badArgument(argument, `Argument "${argument}" must be 0 to ${maxPageSize}; it is ${size}.`)
}

const isValueOf: Readonly<Record<SortKey['type'], (value: string) => boolean>> = {
  timestamptz: (value) => /^\d{4}-/.test(value) && new Date(value).toJSON() === value,
  text: (value) => !value.includes('\0'),
  integer: (value) => /^\d{1,9}$/.test(value),
}

function checkPosition(position: Position, sortKey: SortKey, argument: string): Position {
  if (isValueOf[sortKey.type](position.value)) return position
  throw badArgument(argument, `Argument "${argument}" is not a cursor. Take one from a page of this list.`)
}

function badArgument(argument: string, message: string): AppError {
  return new AppError('BAD_USER_INPUT', message, { details: { argument } })
}
