import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { RequestDatabase } from '../../src/database/limits/request-database.ts'
import { toAppError } from '../../src/database/postgres-errors.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { openRequestWork } from '../support/api.ts'
import { createTestDatabase } from '../support/database.ts'

const { connection } = await createTestDatabase({ isEmpty: true })
const { db } = connection
await sql`create table counters (id integer primary key, value integer not null)`.execute(db)
await sql`insert into counters values (1, 0), (2, 0)`.execute(db)

const increase = (on: Database, id: number) =>
  sql`update counters set value = value + 1 where id = ${id}`.execute(on)

async function readValues(): Promise<readonly number[]> {
  const { rows } = await sql<{ value: number }>`select value from counters order by id`.execute(db)
  return rows.map(({ value }) => value)
}

/** Resolves for all callers once the given number of them are waiting. */
function createMeeting(expected: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let arrived = 0
  return () => {
    arrived += 1
    if (arrived >= expected) resolve()
    return promise
  }
}

/** Raises a PostgreSQL error a given number of times, counted by a sequence, which keeps its value after a rollback. */
async function createFailing(
  name: string,
  state: string,
  times: number,
): Promise<(on: Database) => Promise<unknown>> {
  await sql`create sequence ${sql.id(name)}`.execute(db)
  await sql
    .raw(`create function fail_${name}() returns integer language plpgsql as $$
    begin
      if nextval('${name}') <= ${times} then raise exception 'made to fail' using errcode = '${state}'; end if;
      return 1;
    end $$`)
    .execute(db)
  return (on) => sql`select ${sql.raw(`fail_${name}()`)} where ${1} = 1`.execute(on)
}

test('transactions that deadlock both succeed in the end', async () => {
  const meet = createMeeting(2)
  const cross = (first: number, second: number) =>
    inTransaction(db, async (trx) => {
      await increase(trx, first)
      await meet()
      await increase(trx, second)
    })
  const before = await readValues()

  await Promise.all([cross(1, 2), cross(2, 1)])

  expect(await readValues()).toEqual(before.map((value) => value + 2))
})

test.each(['40001', '40P01'])(
  'work that fails with %s is run again from the start, a limited number of times',
  async (state) => {
    const failTwice = await createFailing(`twice_${state.toLowerCase()}`, state, 2)
    const failAlways = await createFailing(`always_${state.toLowerCase()}`, state, 1_000)
    const [before = Number.NaN] = await readValues()

    await inTransaction(db, async (trx) => {
      await increase(trx, 1)
      await failTwice(trx)
    })
    let runs = 0
    const failing = inTransaction(db, async (trx) => {
      runs += 1
      await failAlways(trx)
    })

    expect(toAppError(await failing.catch((error: unknown) => error))?.code).toBe('BUSY')
    expect(runs).toBe(5)
    expect((await readValues())[0]).toBe(before + 1)
  },
)

test('work that must not run twice fails immediately', async () => {
  const fail = await createFailing('once', '40P01', 1)
  await expect(inTransaction(db, fail, { runsOnce: true })).rejects.toThrow('made to fail')
})

test('a single statement is retried after a deadlock, one within a transaction is not', async () => {
  const failAlone = await createFailing('alone', '40P01', 2)
  const failWithin = await createFailing('within', '40P01', 1)

  await failAlone(db)
  const transaction = await db.startTransaction().setIsolationLevel('read committed').execute()
  await expect(failWithin(transaction)).rejects.toThrow('made to fail')
  await transaction.rollback().execute()
})

test('statements of requests, which are metered, are retried in the same way', async () => {
  const failAlone = await createFailing('metered_alone', '40P01', 2)
  const failWithin = await createFailing('metered_within', '40P01', 1)
  const request = new RequestDatabase(connection, await openRequestWork())

  await failAlone(request)
  const failing = request.transaction().execute((trx) => failWithin(trx))
  await expect(failing).rejects.toThrow('made to fail')
})

test('other failures are not retried', async () => {
  let runs = 0
  const work = async () => {
    runs += 1
    throw new Error('a defect')
  }
  await expect(inTransaction(db, work)).rejects.toThrow('a defect')
  expect(runs).toBe(1)
})

// Without a lock timeout, the statement would wait until the test times out.
test('waiting for a locked row fails with BUSY, and nothing is changed', async () => {
  const holder = await db.startTransaction().setIsolationLevel('read committed').execute()
  await increase(holder, 1)
  const before = await readValues()

  const refusal: unknown = await increase(db, 1).catch((error: unknown) => error)

  expect(toAppError(refusal)?.code).toBe('BUSY')
  await holder.rollback().execute()
  expect(await readValues()).toEqual(before)
})
