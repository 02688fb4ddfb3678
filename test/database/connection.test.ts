import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createConnection } from '../../src/database/connection.ts'
import { createTestDatabase } from '../support/database.ts'
import { queryOnce } from '../support/embedded-postgres.ts'
import { connectionTo } from '../support/postgres.ts'

test('a connection that breaks within a transaction fails the transaction, and the pool keeps working', async () => {
  const { database } = await createTestDatabase({ isEmpty: true })
  const { db, close } = createConnection(connectionTo(database))
  const transaction = db.transaction().execute(async (open) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(open)
    await queryOnce(database, `select pg_terminate_backend(${rows[0]?.pid}, 5000)`)
    await sql`select 1`.execute(open)
  })
  // An unhandled error event would fail the whole run.
  await expect(transaction).rejects.toThrow(/terminat|not queryable/)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await close()
})
