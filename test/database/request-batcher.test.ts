import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { keyTable } from '../../src/database/conditions.ts'
import { RequestDatabase } from '../../src/database/limits/request-database.ts'
import { defaultByteLimits, Workload } from '../../src/database/limits/workload.ts'
import { createRequestBatcher, type ListRows, type ScopedId } from '../../src/database/request-batcher.ts'
import { createTestDatabase } from '../support/database.ts'

const { connection } = await createTestDatabase({ isEmpty: true })
const { db } = connection

test.each([
  ['single rows, up to a thousand', [600, 400, 1], 1, [1000, 1]],
  ['pages of size 0, which count as one row', [600, 400, 1], 0, [1000, 1]],
  ['pages of twenty rows, up to 1,024 rows', [30, 21, 1], 20, [51, 1]],
  ['a batch that is too large to share, alone', [999, 60], 20, [999, 60]],
])('requests share a statement for %s', async (_name, sizes, rowsOfKey, expected) => {
  const statements: number[] = []
  const list: ListRows<ScopedId, { id: string }, undefined> = (database, keys) => {
    statements.push(keys.length)
    return database.selectFrom(keyTable(keys)).select('key.id').execute()
  }
  const gather = createRequestBatcher(list, ({ id }) => id)
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

test('every turn is returned, whether statements are shared, wait or fail', async () => {
  const workload = new Workload(defaultByteLimits)
  const limits = { maxStatements: 2, maxRequests: 100, maxWaitingRequests: 0 }
  const works = await Promise.all(
    Array.from({ length: 60 }, (_, place) => workload.open(`caller ${place % 3}`, limits)),
  )
  const gather = createRequestBatcher<ScopedId, { id: string }, number>(
    (database, keys, divisor) =>
      database
        .selectFrom(keyTable(keys))
        .select('key.id')
        .where(sql<boolean>`1 / ${divisor}::integer = 1`)
        .execute(),
    ({ id }) => id,
  )

  const loaded = await Promise.allSettled(
    works.map(async (work, place) => {
      const request = new RequestDatabase(connection, work)
      for (let round = 0; round < 5; round++) {
        const keys = [{ id: randomUUID(), userId: null }]
        const args = (place + round) % 4 === 0 ? 0 : 1
        const failed = await gather(request, { keys, args, argsText: String(args), rowsOfKey: 1 }).then(
          () => false,
          () => true,
        )
        expect(failed).toBe(args === 0)
      }
    }),
  )

  expect(loaded.map(({ status }) => status)).toEqual(works.map(() => 'fulfilled'))
  for (const { caller } of works.slice(0, 3)) {
    expect([1, 2, 3].map(() => caller.statements.tryEnter())).toEqual([true, true, false])
  }
})
