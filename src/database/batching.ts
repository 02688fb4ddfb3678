import DataLoader from 'dataloader'
import type { Database } from './connection.ts'
import { gatherByParent, type ListRows, maxBatchSize, type Parent } from './gathering.ts'
import { createPage, type Page, type PageRequest, type Sortable } from './pagination.ts'

/** Loads one row by key; undefined when there is none. One statement for all keys of a tick. */
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

/** Makes the loaders of one row of a parent; undefined when there is none. One statement for all parents of a tick. */
export function oneByParent<Row>(
  find: (db: Database, parents: readonly Parent[]) => Promise<readonly Row[]>,
  parentIdOf: (row: Row) => string,
): (db: Database) => DataLoader<Parent, Row | undefined, string> {
  const gather = gatherByParent<Row, undefined>(find, parentIdOf)
  return (db) =>
    new DataLoader(
      async (parents) => {
        const rows = await gather(db, parents, undefined, '')
        return parents.map(({ id }) => rows.get(id)?.[0])
      },
      { maxBatchSize, cacheKeyFn: ({ id }) => id },
    )
}

/** Makes the loaders of all rows of a parent, in the order of the statement. One statement for all parents of a tick. */
export function manyByParent<Row>(
  list: (db: Database, parents: readonly Parent[]) => Promise<readonly Row[]>,
  parentIdOf: (row: Row) => string,
): (db: Database) => DataLoader<Parent, readonly Row[], string> {
  const gather = gatherByParent<Row, undefined>(list, parentIdOf)
  return (db) =>
    new DataLoader(
      async (parents) => {
        const rows = await gather(db, parents, undefined, '')
        return parents.map(({ id }) => rows.get(id) ?? [])
      },
      { maxBatchSize, cacheKeyFn: ({ id }) => id },
    )
}

export interface PageSource<Row extends Sortable, Arguments> {
  /** Throws for arguments that ask for no page. */
  createRequest(args: Arguments): PageRequest
  /** The rows of each parent's page, and one more each, see `inPage`. */
  readonly list: ListRows<Row, { readonly args: Arguments; readonly page: PageRequest }>
  readonly count: ListRows<ParentCount, Arguments>
  parentIdOf(row: Row): string
}

/** How many rows a parent has; a parent without any may be left out. */
export interface ParentCount {
  readonly parentId: string
  readonly count: number
}

/**
 * Makes the loaders of a parent's page: one statement for all parents that are asked with the same arguments, the
 * limit inside; the counts are one statement more, and only when asked for.
 */
export function pagesByParent<Row extends Sortable, Arguments>(source: PageSource<Row, Arguments>) {
  const gather = {
    rows: gatherByParent(source.list, source.parentIdOf),
    counts: gatherByParent(source.count, ({ parentId }) => parentId),
  }
  return (db: Database) => {
    const loaders = new Map<string, DataLoader<Parent, Page<Row>, string>>()
    return {
      load(parent: Parent, args: Arguments): Promise<Page<Row>> {
        const key = JSON.stringify(args)
        const loader = loaders.get(key) ?? createPageLoader(db, { source, gather, args, key })
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
    readonly rows: ReturnType<typeof gatherByParent<Row, { args: Arguments; page: PageRequest }>>
    readonly counts: ReturnType<typeof gatherByParent<ParentCount, Arguments>>
  }
  readonly args: Arguments
  readonly key: string
}

function createPageLoader<Row extends Sortable, Arguments>(
  db: Database,
  { source, gather, args, key }: PageLoading<Row, Arguments>,
): DataLoader<Parent, Page<Row>, string> {
  const page = source.createRequest(args)
  const counts = new DataLoader<Parent, number, string>(
    async (parents) => {
      const rows = await gather.counts(db, parents, args, key)
      return parents.map(({ id }) => rows.get(id)?.[0]?.count ?? 0)
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
  return new DataLoader(
    async (parents) => {
      const rows = await gather.rows(db, parents, { args, page }, key)
      return parents.map((parent) => createPage(rows.get(parent.id) ?? [], page, () => counts.load(parent)))
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
}

/** Forgets what a request has loaded: after a change nothing may be shown as it was before. */
export function clearLoaders(loaders: Readonly<Record<string, { clearAll(): unknown }>>): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}
