import DataLoader from 'dataloader'
import type { Scope } from './conditions.ts'
import type { Database } from './connection.ts'
import {
  createGather,
  type Gather,
  type ListRows,
  maxBatchSize,
  type Parent,
  type ScopedId,
} from './gathering.ts'
import { createPage, type Page, type PageRequest, type Sortable } from './pagination.ts'
import type { SelectedFields } from './selected-fields.ts'

/** What there is to say of a statement without arguments, that has a row for a key. */
const alone = { args: undefined, argsText: '', rowsOfKey: 1 } as const
/** Of a plain list: a guess. */
const rowsOfList = 4

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

/** Makes the loaders of a row by its id; undefined when there is none in the scope. One statement for all ids of a tick. */
export function oneInScope<Row extends { readonly id: string }>(
  find: (db: Database, ids: readonly ScopedId[]) => Promise<readonly Row[]>,
): (db: Database, scope: Scope) => DataLoader<string, Row | undefined> {
  const gather = createGather<ScopedId, Row, undefined>(find, ({ id }) => id)
  return (db, scope) => {
    const userId = scope === 'everyone' ? null : scope.userId
    return new DataLoader(
      async (ids) => {
        const scoped = ids.map((id) => ({ id, userId }))
        const rows = await gather(db, { keys: scoped, ...alone })
        return ids.map((id) => rows.get(id)?.[0])
      },
      { maxBatchSize },
    )
  }
}

/** Makes the loaders of one row of a parent; undefined when there is none. One statement for all parents of a tick. */
export function oneByParent<Row>(
  find: (db: Database, parents: readonly Parent[]) => Promise<readonly Row[]>,
  parentIdOf: (row: Row) => string,
): (db: Database) => DataLoader<Parent, Row | undefined, string> {
  const gather = createGather<Parent, Row, undefined>(find, parentIdOf)
  return (db) =>
    new DataLoader(
      async (parents) => {
        const rows = await gather(db, { keys: parents, ...alone })
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
  const gather = createGather<Parent, Row, undefined>(list, parentIdOf)
  return (db) =>
    new DataLoader(
      async (parents) => {
        const rows = await gather(db, { keys: parents, ...alone, rowsOfKey: rowsOfList })
        return parents.map(({ id }) => rows.get(id) ?? [])
      },
      { maxBatchSize, cacheKeyFn: ({ id }) => id },
    )
}

export interface PageSource<Row extends Sortable, Arguments> {
  /** Throws for arguments that ask for no page. */
  createRequest(args: Arguments): PageRequest
  /** The rows of each parent's page, and one more each, see `inPage`. */
  readonly list: ListRows<Parent, Row, PageUse<Arguments>>
  readonly count: ListRows<Parent, ParentCount, Arguments>
  parentIdOf(row: Row): string
}

/** A page that is asked for: its arguments, and what they mean. */
export interface PageUse<Arguments> {
  readonly args: Arguments
  readonly page: PageRequest
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
    rows: createGather(source.list, source.parentIdOf),
    counts: createGather(source.count, ({ parentId }: ParentCount) => parentId),
  }
  return (db: Database) => {
    const loaders = new Map<string, DataLoader<Parent, Page<Row>, string>>()
    return {
      /** @param fields those of the rows that are asked for; all when left out. */
      load(parent: Parent, args: Arguments, fields?: SelectedFields): Promise<Page<Row>> {
        const key = `${fields?.text ?? '*'} ${JSON.stringify(args)}`
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
    readonly rows: Gather<Parent, Row, PageUse<Arguments>>
    readonly counts: Gather<Parent, ParentCount, Arguments>
  }
  readonly args: Arguments
  readonly fields: SelectedFields | undefined
  readonly key: string
}

function createPageLoader<Row extends Sortable, Arguments>(
  db: Database,
  { source, gather, args, fields, key }: PageLoading<Row, Arguments>,
): DataLoader<Parent, Page<Row>, string> {
  const page = { ...source.createRequest(args), fields }
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

/** Forgets what a request has loaded: after a change nothing may be shown as it was before. */
export function clearLoaders(loaders: Readonly<Record<string, { clearAll(): unknown }>>): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}
