import { encodeCursor } from './cursor.ts'
import type { PageRequest } from './pagination.ts'

/** A row of a list, with the value that its cursor carries. */
export interface Sortable {
  readonly id: string
  readonly sortKey: Date | string | number
}

/** A Relay connection. `countAll` asks the database only when called. */
export interface Page<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly countAll: () => Promise<number>
}

/** Turns the rows that were fetched for one list into a connection. */
export function createPage<Row extends Sortable>(
  rows: readonly Row[],
  page: PageRequest,
  countAll: () => Promise<number>,
): Page<Row> {
  const edges = rows.slice(0, page.limit).map((node) => new Edge(node, page))
  if (page.isBackward) edges.reverse()
  return { edges, pageInfo: new PageInfo(edges, page, rows.length > page.limit), countAll }
}

/**
 * Classes, because their getters are made once. V8 puts a getter of an object literal where only full collections
 * look, and it would keep the page's rows in memory until then.
 */
class Edge<Row extends Sortable> {
  readonly node: Row
  readonly page: PageRequest

  constructor(node: Row, page: PageRequest) {
    this.node = node
    this.page = page
  }

  /** Made when it is asked for: it takes longer than the rest of the row. */
  get cursor(): string {
    return encodeCursor(this.page.orderName, { value: toText(this.node.sortKey), id: this.node.id })
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
  return value instanceof Date ? value.toISOString() : String(value)
}
