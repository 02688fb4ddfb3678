import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { badArgument, timeOutOfRange } from '../errors.ts'
import { isInstant } from '../json/print.ts'
import type { SelectedFields } from './selected-fields.ts'
import { requireRange } from './validation.ts'

/** The arguments of a Relay connection. */
interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly last?: number | null
  readonly before?: string | null
}

/** A list's order, before the id. The expression is never NULL, and an index covers it together with the id. */
export interface SortKey {
  readonly type: 'timestamptz' | 'text' | 'integer'
  readonly expression: RawBuilder<Date | string | number>
  /** Whether several rows have the same id. Their `tie` orders those with the same sort key and id. */
  readonly hasTies?: boolean
}

/** A name or title as the sort key of its list, without regard to case and accents: see migration 0034. */
export function orderKey(column: string): RawBuilder<string> {
  return sql`order_key(${sql.ref(column)}) collate "C"`
}

/** A time as the sort key of its list: without one, the earliest time that can be stored. */
export function orEarliest(column: string): RawBuilder<Date> {
  return sql`coalesce(${sql.ref(column)}, timestamptz '0001-01-01 00:00:00+00 BC')`
}

export interface PageRequest {
  readonly limit: number
  /** True if the page is counted from the end (`last`): rows are fetched in reverse. */
  readonly isBackward: boolean
  /** Such as `created_at:desc`. */
  readonly orderName: string
  readonly isDescending: boolean
  readonly sortKey: SortKey
  /** The order in which rows are fetched: the list's order, or the opposite for a page from the end. */
  readonly fetchDirection: 'asc' | 'desc'
  /** One more than the page, unless nothing is selected that depends on a further row. */
  readonly fetchLimit: number
  readonly after: Position | undefined
  readonly before: Position | undefined
  /** The selected fields of its rows; undefined for all. */
  readonly fields: SelectedFields | undefined
}

export const defaultPageSize = 20
export const maxPageSize = 100

/**
 * Checks the arguments of a list.
 * @throws AppError BAD_USER_INPUT that names the argument: size out of range, both `first` and `last`, invalid cursor.
 */
export function createPageRequest<Field extends string>(
  page: PageArguments,
  order: { readonly field: Field; readonly direction?: 'asc' | 'desc' },
  sortKeys: Readonly<Record<Field, SortKey>>,
): PageRequest {
  if (page.first != null && page.last != null)
    throw badArgument('last', 'must be omitted when "first" is given', 'NOT_ALLOWED')
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
 * For `$call`: reduces a list to the page, in the order in which the page is fetched. The statement must select
 * `page.sortKey.expression` as "sortKey".
 * @param id the column that orders rows with the same sort key.
 */
export function takePage(page: PageRequest, id: string) {
  return <Tables, Table extends keyof Tables, Row>(query: SelectQueryBuilder<Tables, Table, Row>) =>
    query
      .where(inPage(page, id))
      .orderBy(page.sortKey.expression, page.fetchDirection)
      .orderBy(sql.ref(id), page.fetchDirection)
      .limit(page.fetchLimit)
}

/**
 * Restricts rows to those between the page's cursors, for lists that `takePage` doesn't fit. Their statements must order by
 * the sort key and the id, and then the tie if there is one, all in `page.fetchDirection`, and fetch `page.fetchLimit` rows.
 */
export function inPage(page: PageRequest, id: string, tie?: RawBuilder<number>): RawBuilder<SqlBool> {
  const { expression, type } = page.sortKey
  const compare = (operator: string, position: Position | undefined) => {
    if (position === undefined) return sql<SqlBool>`true`
    const own = [expression, sql.ref(id), ...(tie === undefined ? [] : [tie])]
    const other = [
      sql`${toParameter(position, type)}::${sql.raw(type)}`,
      sql`${position.id}::uuid`,
      ...(tie === undefined ? [] : [sql`${Number(position.tie)}::int`]),
    ]
    return sql<SqlBool>`(${sql.join(own)}) ${sql.raw(operator)} (${sql.join(other)})`
  }
  const [later, earlier] = page.isDescending ? ['<', '>'] : ['>', '<']
  return sql`(${compare(later, page.after)} and ${compare(earlier, page.before)})`
}

/** PostgreSQL has no year 0; the driver writes it as 1 BC. */
function toParameter({ value }: Position, type: SortKey['type']): string | Date {
  return type === 'timestamptz' ? new Date(value) : value
}

/** The page with only these fields selected, which may not depend on a further row. */
export function withSelectedFields(page: PageRequest, fields: SelectedFields | undefined): PageRequest {
  return { ...page, fields, fetchLimit: fields?.hasPlace === false ? page.limit : page.fetchLimit }
}

function checkSize(argument: 'first' | 'last', size: number): number {
  return requireRange(size, argument, { min: 0, max: maxPageSize })
}

const isValueOf: Readonly<Record<SortKey['type'], (value: string) => boolean>> = {
  timestamptz: (value) => /^\d{4}-/.test(value) && new Date(value).toJSON() === value,
  text: (value) => !value.includes('\0'),
  integer: (value) => /^\d{1,9}$/.test(value),
}

function checkPosition(position: Position, sortKey: SortKey, argument: string): Position {
  const isTied = position.tie !== undefined && /^\d$/.test(position.tie)
  if (isValueOf[sortKey.type](position.value) && isTied === (sortKey.hasTies ?? false)) return position
  throw badArgument(argument, notACursor)
}

/** A row of a list, with the value that its cursor contains. */
export interface Sortable {
  readonly id: string
  readonly sortKey: Date | string | number
  /** From 0 to 9; see `SortKey.hasTies`. */
  readonly tie?: number
}

/** A Relay connection. `countAll` queries the database when it is called. */
export interface Page<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[]
  /** The nodes of `edges`. */
  readonly nodes: readonly Row[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly countAll: () => Promise<number>
}

/** Creates a connection from the rows that were fetched for one list. */
export function createPage<Row extends Sortable>(
  rows: readonly Row[],
  page: PageRequest,
  countAll: () => Promise<number>,
): Page<Row> {
  const edges = rows.slice(0, page.limit).map((node) => new Edge(node, page))
  if (page.isBackward) edges.reverse()
  return new FetchedPage(edges, new PageInfo(edges, page, rows.length > page.limit), countAll)
}

/**
 * A class, because its getters are created once. V8 allocates the getter of an object literal where only full collections
 * find it, and it would keep the page's rows in memory until then. The same applies to the classes below.
 */
class FetchedPage<Row extends Sortable> implements Page<Row> {
  readonly edges: readonly Edge<Row>[]
  readonly pageInfo: PageInfo
  readonly countAll: () => Promise<number>

  constructor(edges: readonly Edge<Row>[], pageInfo: PageInfo, countAll: () => Promise<number>) {
    this.edges = edges
    this.pageInfo = pageInfo
    this.countAll = countAll
  }

  get nodes(): readonly Row[] {
    return this.edges.map(({ node }) => node)
  }
}

class Edge<Row extends Sortable> {
  readonly node: Row
  readonly page: PageRequest

  constructor(node: Row, page: PageRequest) {
    this.node = node
    this.page = page
  }

  /** Encoded only if it is selected, because it takes longer than the rest of the row. */
  get cursor(): string {
    const { id, sortKey, tie } = this.node
    return encodeCursor(this.page.orderName, { value: toText(sortKey), id, tie: tie?.toString() })
  }
}

class PageInfo {
  readonly edges: readonly Edge<Sortable>[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean

  constructor(edges: readonly Edge<Sortable>[], page: PageRequest, hasMore: boolean) {
    this.edges = edges
    this.hasNextPage = page.isBackward ? page.before !== undefined : hasMore
    this.hasPreviousPage = page.isBackward ? hasMore : page.after !== undefined
  }

  get startCursor(): string | null {
    return this.edges[0]?.cursor ?? null
  }

  get endCursor(): string | null {
    return this.edges.at(-1)?.cursor ?? null
  }
}

function toText(value: Date | string | number): string {
  if (!(value instanceof Date)) return String(value)
  if (!isInstant(value.getTime())) throw timeOutOfRange()
  return value.toISOString()
}

/** A row's position in a list: its sort value as text, its id, and its tie as text. */
interface Position {
  readonly value: string
  readonly id: string
  readonly tie: string | undefined
}

const cursorVersion = 1
const notACursor = 'is not a cursor. Take one from a page of this list'
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Encodes an opaque cursor. It contains the order's name, so that a cursor of another order is detected. */
function encodeCursor(order: string, { value, id, tie }: Position): string {
  const parts = [cursorVersion, order, value, id, ...(tie === undefined ? [] : [tie])]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/**
 * @param argument the GraphQL argument with the cursor, for the message.
 * @throws AppError BAD_USER_INPUT for text that isn't a cursor, and for a cursor of another order.
 */
function decodeCursor(cursor: string, order: string, argument: string): Position {
  const [cursorOrder, value, id, tie] = parseCursor(cursor)
  if (value === undefined || id === undefined || !uuidPattern.test(id)) {
    throw badArgument(argument, notACursor)
  }
  if (cursorOrder !== order) {
    throw badArgument(argument, `belongs to a list in another order (${cursorOrder}, not ${order})`)
  }
  return { value, id, tie }
}

/** The parts after the version; empty for text that isn't a cursor. */
function parseCursor(cursor: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parts) || parts.shift() !== cursorVersion) return []
    return parts.every((part) => typeof part === 'string') ? parts : []
  } catch {
    return []
  }
}
