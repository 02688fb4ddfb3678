import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyTable } from '../../src/database/conditions.ts'
import { createGather, type ListRows, type ScopedId } from '../../src/database/gathering.ts'
import { createTestDatabase } from '../support/database.ts'

const { connection } = await createTestDatabase({ isEmpty: true })
const { db } = connection

test.each([
  ['single rows, up to a thousand of them', [600, 400, 1], 1, [1000, 1]],
  ['pages of no rows, as if they had one', [600, 400, 1], 0, [1000, 1]],
  ['pages of twenty rows, up to 1,024 rows', [30, 21, 1], 20, [51, 1]],
  ['alone, however many they are', [999, 60], 20, [999, 60]],
])('requests share a statement for %s', async (_name, sizes, rowsOfKey, expected) => {
  const statements: number[] = []
  const list: ListRows<ScopedId, { id: string }, undefined> = (database, keys) => {
    statements.push(keys.length)
    return database.selectFrom(keyTable(keys)).select('key.id').execute()
  }
  const gather = createGather(list, ({ id }) => id)
  const requests = sizes.map((size) =>
    Array.from({ length: size }, () => ({ id: randomUUID(), userId: null })),
  )

  const found = await Promise.all(
    requests.map((keys) => gather(db, { keys, args: undefined, argsText: '', rowsOfKey })),
  )

  expect(statements).toEqual(expected)
  for (const [place, keys] of requests.entries()) {
    expect(keys.filter(({ id }) => found[place]?.get(id)?.length !== 1)).toEqual([])
  }
})
