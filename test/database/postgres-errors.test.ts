import { expect, test } from 'vitest'
import { toAppError } from '../../src/database/postgres-errors.ts'
import type { AppError } from '../../src/errors.ts'
import { createTestDatabase } from '../support/database.ts'

const { pool } = (await createTestDatabase({ isEmpty: true })).connection

async function raise(state: string): Promise<AppError | undefined> {
  const statement = `do $$ begin raise exception 'made to fail' using errcode = '${state}'; end $$`
  const error: unknown = await pool.query(statement).catch((raised: unknown) => raised)
  return toAppError(error)
}

test.each([
  ...['08000', '08003', '08006', '08P01', '25006', '25P02', '40003'].map((state) => [state, 'UNAVAILABLE']),
  ...['53000', '53100', '53200', '53300', '53400'].map((state) => [state, 'UNAVAILABLE']),
  ...['57P01', '57P02', '57P03', '57P04', '57P05', '58030'].map((state) => [state, 'UNAVAILABLE']),
  ...['25P03', '40001', '40P01', '55000', '55006', '55P03'].map((state) => [state, 'BUSY']),
  ...['25P04', '57014'].map((state) => [state, 'TIMEOUT']),
])('SQLSTATE %s is %s', async (state, code) => {
  expect((await raise(state))?.code).toBe(code)
})

test.each(['42P01', '23514', 'P0001', 'XX000'])('SQLSTATE %s is an internal error', async (state) => {
  expect(await raise(state)).toBeUndefined()
})

test.each([
  ['25006', /is read-only/],
  ['40003', /unknown whether the change was made/],
  ['53100', /disk is full/],
  ['53200', /out of memory/],
  ['53300', /no connection left/],
])('the message of SQLSTATE %s names the cause', async (state, message) => {
  expect((await raise(state))?.message).toMatch(message)
})
