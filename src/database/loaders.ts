import DataLoader from 'dataloader'
import type { Scope } from './conditions.ts'
import type { Database } from './connection.ts'
import { createPage, type Page, type PageRequest, type Sortable, withSelectedFields } from './pagination.ts'
import {
  createRequestBatcher,
  createSearchLoader,
  type ListRows,
  maxBatchSize,
  type Parent,
  type RequestBatcher,
  type ScopedId,
} from './request-batcher.ts'
import type { SelectedFields } from './selected-fields.ts'

/** For statements without arguments that return at most one row for each key. */
const withoutArguments = { args: undefined, argsText: '', rowsOfKey: 1 } as const
/** The estimated length of a list without pages. */
const rowsOfList = 4

/** Creates a loader of one row by key; undefined if no row has the key. One statement for all keys of a tick. */
export function oneByKey<Row>(
  find: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | undefined> {
  return new DataLoader(
    async (keys) => {
      const byKey = new Map((await find(keys)).map((row) => [keyOf(row), row]))
      return keys.map((key) => byKey.get(key))
    },
    { maxBatchSize },
  )
}

/** Creates loaders of a row by its id; undefined if the scope has none. One statement for all ids of a tick. */
export function oneInScope<Row extends { readonly id: string }>(
  find: (db: Database, ids: readonly ScopedId[]) => Promise<readonly Row[]>,
): (db: Database, scope: Scope) => DataLoader<string, Row | undefined> {
  const gather = createRequestBatcher<ScopedId, Row, undefined>(find, ({ id }) => id)
  return (db, scope) => {
    const userId = scope === 'everyone' ? null : scope.userId
    return new DataLoader(
      async (ids) => {
        const scoped = ids.map((id) => ({ id, userId }))
        const rows = await gather(db, { keys: scoped, ...withoutArguments })
        return ids.map((id) => rows.get(id)?.[0])
      },
      { maxBatchSize },
    )
  }
}

/** Loads what belongs to a parent. */
interface ChildLoader<Found> {
  /** @param fields the selected fields of the rows; all if omitted. */
  load(parent: Parent, fields?: SelectedFields): Promise<Found>
  clearAll(): void
}

/** Creates loaders of the one row of a parent; undefined if it has none. One statement for all parents of a tick. */
export function oneByParent<Row>(
  find: ListRows<Parent, Row, SelectedFields | undefined>,
  parentIdOf: (row: Row) => string,
): (db: Database) => ChildLoader<Row | undefined> {
  return createChildLoaders(createRequestBatcher(find, parentIdOf), 1, (rows) => rows?.[0])
}

/** Creates loaders of all rows of a parent, in the statement's order. One statement for all parents of a tick. */
export function manyByParent<Row>(
  list: ListRows<Parent, Row, SelectedFields | undefined>,
  parentIdOf: (row: Row) => string,
): (db: Database) => ChildLoader<readonly Row[]> {
  return createChildLoaders(createRequestBatcher(list, parentIdOf), rowsOfList, (rows) => rows ?? [])
}

function createChildLoaders<Row, Found>(
  gather: RequestBatcher<Parent, Row, SelectedFields | undefined>,
  rowsOfKey: number,
  toFound: (rows: readonly Row[] | undefined) => Found,
): (db: Database) => ChildLoader<Found> {
  return (db) => {
    const loaders = new Map<string, DataLoader<Parent, Found, string>>()
    const create = (fields: SelectedFields | undefined, argsText: string) =>
      new DataLoader<Parent, Found, string>(
        async (parents) => {
          const rows = await gather(db, { keys: parents, args: fields, argsText, rowsOfKey })
          return parents.map(({ id }) => toFound(rows.get(id)))
        },
        { maxBatchSize, cacheKeyFn: ({ id }) => id },
      )
    return {
      load(parent, fields) {
        const key = fields?.text ?? '*'
        const loader = loaders.get(key) ?? create(fields, key)
        loaders.set(key, loader)
        return loader.load(parent)
      },
      clearAll: () => loaders.clear(),
    }
  }
}

/** Clears what a request has loaded, so that the response to a mutation shows the state after it. */
export function clearLoaders(loaders: Readonly<Record<string, { clearAll(): unknown }>>): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}

interface PageSource<Row extends Sortable, Arguments> {
  /** @throws AppError BAD_USER_INPUT for invalid arguments. */
  createRequest(args: Arguments): PageRequest
  /** The rows of each parent's page, and one more, see `takePage`. */
  readonly list: ListRows<Parent, Row, PageQuery<Arguments>>
  readonly count: ListRows<Parent, ParentCount, Arguments>
  parentIdOf(row: Row): string
  /** Whether the arguments search texts or JSON of all rows, see `runSearch`; if omitted, they never do. */
  isSearch?(args: Arguments): boolean
}

/** The arguments of a page, and the request made of them. */
interface PageQuery<Arguments> {
  readonly args: Arguments
  readonly page: PageRequest
}

/** The number of a parent's rows; parents without rows may be missing. */
interface ParentCount {
  readonly parentId: string
  readonly count: number
}

/**
 * Creates loaders of a parent's page. One statement loads the pages of all parents with the same arguments, each limited to
 * its page. Counts take a second statement, only if they are selected.
 */
export function pagesByParent<Row extends Sortable, Arguments>(source: PageSource<Row, Arguments>) {
  const parentIdOfCount = ({ parentId }: ParentCount) => parentId
  const gathered = {
    rows: createRequestBatcher(source.list, source.parentIdOf),
    counts: createRequestBatcher(source.count, parentIdOfCount),
  }
  const searched = {
    rows: createSearchLoader(source.list, source.parentIdOf),
    counts: createSearchLoader(source.count, parentIdOfCount),
  }
  return (db: Database) => {
    const loaders = new Map<string, DataLoader<Parent, Page<Row>, string>>()
    return {
      /** @param fields the selected fields of the rows; all if omitted. */
      load(parent: Parent, args: Arguments, fields?: SelectedFields): Promise<Page<Row>> {
        const key = `${fields?.text ?? '*'} ${JSON.stringify(args)}`
        const gather = source.isSearch?.(args) === true ? searched : gathered
        const loader = loaders.get(key) ?? createPageLoader(db, { source, gather, args, fields, key })
        loaders.set(key, loader)
        return loader.load(parent)
      },
      clearAll: () => loaders.clear(),
    }
  }
}

interface PageLoading<Row extends Sortable, Arguments> {
  readonly source: PageSource<Row, Arguments>
  readonly gather: {
    readonly rows: RequestBatcher<Parent, Row, PageQuery<Arguments>>
    readonly counts: RequestBatcher<Parent, ParentCount, Arguments>
  }
  readonly args: Arguments
  readonly fields: SelectedFields | undefined
  readonly key: string
}

function createPageLoader<Row extends Sortable, Arguments>(
  db: Database,
  { source, gather, args, fields, key }: PageLoading<Row, Arguments>,
): DataLoader<Parent, Page<Row>, string> {
  const page = withSelectedFields(source.createRequest(args), fields)
  const counts = new DataLoader<Parent, number, string>(
    async (parents) => {
      const rows = await gather.counts(db, { keys: parents, args, argsText: key, rowsOfKey: 1 })
      return parents.map(({ id }) => rows.get(id)?.[0]?.count ?? 0)
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
  return new DataLoader(
    async (parents) => {
      const asked = { args: { args, page }, argsText: key, rowsOfKey: page.fetchLimit }
      const rows = await gather.rows(db, { keys: parents, ...asked })
      return parents.map((parent) => createPage(rows.get(parent.id) ?? [], page, () => counts.load(parent)))
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
}
