import DataLoader from 'dataloader'
import { createPage, type Page, type PageRequest, type Sortable } from './pagination.ts'

/** The most keys in one statement; more become two statements. */
const maxBatchSize = 1000

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

/** A row that owns others: the owner's id stands in the statement beside the row's own. */
export interface Parent {
  readonly id: string
  readonly userId: string
}

/** Loads one row of a parent; undefined when there is none. One statement for all parents of a tick. */
export function oneByParent<Row>(
  find: (parents: readonly Parent[]) => Promise<readonly Row[]>,
  parentIdOf: (row: Row) => string,
): DataLoader<Parent, Row | undefined, string> {
  return new DataLoader(
    async (parents) => {
      const byParent = new Map((await find(parents)).map((row) => [parentIdOf(row), row]))
      return parents.map(({ id }) => byParent.get(id))
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
}

/** Loads all rows of a parent, in the order of the statement. One statement for all parents of a tick. */
export function manyByParent<Row>(
  list: (parents: readonly Parent[]) => Promise<readonly Row[]>,
  parentIdOf: (row: Row) => string,
): DataLoader<Parent, readonly Row[], string> {
  return new DataLoader(
    async (parents) => {
      const groups = groupBy(await list(parents), parentIdOf)
      return parents.map(({ id }) => groups.get(id) ?? [])
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
}

export interface PageSource<Row extends Sortable, Arguments> {
  /** Throws for arguments that ask for no page. */
  createRequest(args: Arguments): PageRequest
  /** The rows of each parent's page, and one more each, see `inPage`. */
  list(parents: readonly Parent[], args: Arguments, page: PageRequest): Promise<readonly Row[]>
  count(parents: readonly Parent[], args: Arguments): Promise<readonly { parentId: string; count: number }[]>
  parentIdOf(row: Row): string
}

/**
 * Loads a parent's page: one statement for all parents that are asked with the same arguments, the limit inside;
 * the counts are one statement more, and only when asked for.
 */
export function pagesByParent<Row extends Sortable, Arguments>(source: PageSource<Row, Arguments>) {
  const loaders = new Map<string, DataLoader<Parent, Page<Row>, string>>()
  return {
    load(parent: Parent, args: Arguments): Promise<Page<Row>> {
      const key = JSON.stringify(args)
      const loader = loaders.get(key) ?? createPageLoader(source, args)
      loaders.set(key, loader)
      return loader.load(parent)
    },
    clearAll: () => loaders.clear(),
  }
}

function createPageLoader<Row extends Sortable, Arguments>(
  source: PageSource<Row, Arguments>,
  args: Arguments,
): DataLoader<Parent, Page<Row>, string> {
  const request = source.createRequest(args)
  const counts = oneByKey(
    (ids) =>
      source.count(
        ids.flatMap((id) => parentsById.get(id) ?? []),
        args,
      ),
    ({ parentId }) => parentId,
  )
  const parentsById = new Map<string, Parent>()
  const countAll = (parent: Parent) => async () => {
    parentsById.set(parent.id, parent)
    return (await counts.load(parent.id))?.count ?? 0
  }
  return new DataLoader(
    async (parents) => {
      const groups = groupBy(await source.list(parents, args, request), source.parentIdOf)
      return parents.map((parent) => createPage(groups.get(parent.id) ?? [], request, countAll(parent)))
    },
    { maxBatchSize, cacheKeyFn: ({ id }) => id },
  )
}

/** Forgets what a request has loaded: after a change nothing may be shown as it was before. */
export function clearLoaders(loaders: Readonly<Record<string, { clearAll(): unknown }>>): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
