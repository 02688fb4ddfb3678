import DataLoader from 'dataloader'
import type { Database } from './connection.ts'
import {
  createGather,
  createSearch,
  type Gather,
  type ListRows,
  maxBatchSize,
  type Parent,
} from './gathering.ts'
import { createPage, type Page, type Sortable } from './page.ts'
import { type PageRequest, selectOfPage } from './pagination.ts'
import type { SelectedFields } from './selected-fields.ts'

export interface PageSource<Row extends Sortable, Arguments> {
  /** Throws for arguments that ask for no page. */
  createRequest(args: Arguments): PageRequest
  /** The rows of each parent's page, and one more each, see `inPage`. */
  readonly list: ListRows<Parent, Row, PageUse<Arguments>>
  readonly count: ListRows<Parent, ParentCount, Arguments>
  parentIdOf(row: Row): string
  /** Whether the arguments search texts or JSON of all rows, see `runSearch`; if omitted, they never do. */
  isSearch?(args: Arguments): boolean
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
  const parentIdOfCount = ({ parentId }: ParentCount) => parentId
  const gathered = {
    rows: createGather(source.list, source.parentIdOf),
    counts: createGather(source.count, parentIdOfCount),
  }
  const searched = {
    rows: createSearch(source.list, source.parentIdOf),
    counts: createSearch(source.count, parentIdOfCount),
  }
  return (db: Database) => {
    const loaders = new Map<string, DataLoader<Parent, Page<Row>, string>>()
    return {
      /** @param fields those of the rows that are asked for; all when left out. */
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
  const page = selectOfPage(source.createRequest(args), fields)
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
