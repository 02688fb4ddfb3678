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

/** Loads what belongs to a parent. @param fields those of the rows that are asked for; all when left out. */
export interface PartLoader<Found> {
  load(parent: Parent, fields?: SelectedFields): Promise<Found>
  clearAll(): void
}

/** Makes the loaders of one row of a parent; undefined when there is none. One statement for all parents of a tick. */
export function oneByParent<Row>(
  find: ListRows<Parent, Row, SelectedFields | undefined>,
  parentIdOf: (row: Row) => string,
): (db: Database) => PartLoader<Row | undefined> {
  return createPartLoaders(createGather(find, parentIdOf), 1, (rows) => rows?.[0])
}

/** Makes the loaders of all rows of a parent, in the order of the statement. One statement for all parents of a tick. */
export function manyByParent<Row>(
  list: ListRows<Parent, Row, SelectedFields | undefined>,
  parentIdOf: (row: Row) => string,
): (db: Database) => PartLoader<readonly Row[]> {
  return createPartLoaders(createGather(list, parentIdOf), rowsOfList, (rows) => rows ?? [])
}

function createPartLoaders<Row, Found>(
  gather: Gather<Parent, Row, SelectedFields | undefined>,
  rowsOfKey: number,
  toFound: (rows: readonly Row[] | undefined) => Found,
): (db: Database) => PartLoader<Found> {
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

/** Forgets what a request has loaded: after a change nothing may be shown as it was before. */
export function clearLoaders(loaders: Readonly<Record<string, { clearAll(): unknown }>>): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}
