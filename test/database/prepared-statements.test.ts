import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'

const { connection } = await createTestDatabase()

test('a repeated statement is prepared once, and each statement has its own name', async () => {
  await connection.db.connection().execute(async (db) => {
    for (const value of ['one', 'two']) {
      expect((await sql<{ text: string }>`select ${value}::text as text`.execute(db)).rows[0]?.text).toBe(
        value,
      )
    }
    await sql`select ${1}::integer as number`.execute(db)
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements order by prepare_time`.execute(db)
    expect(rows.map(({ statement }) => statement)).toEqual([
      'select $1::text as text',
      'select $1::integer as number',
    ])
  })
})

test('a statement that failed can be sent again', async () => {
  const divide = (by: number) => sql<{ result: number }>`select 12 / ${by}::integer as result`
  await connection.db.connection().execute(async (db) => {
    await expect(divide(0).execute(db)).rejects.toThrow('division by zero')
    expect((await divide(4).execute(db)).rows).toEqual([{ result: 3 }])
  })
})
