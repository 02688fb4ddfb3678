import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { parseTextArray, textArray } from '../../src/database/column-types.ts'
import { createTestDatabase } from '../support/database.ts'

const parseAny = pg.types.getTypeParser(textArray)

test.each([
  '{}',
  '{json}',
  '{json,csv}',
  '{"a b",c}',
  '{NULL,b}',
  '{"NULL"}',
  '{null}',
  '{a\\b}',
  '[2:3]={a,b}',
])('%s is parsed as by the driver’s parser', (text) => {
  expect(parseTextArray(text)).toEqual(parseAny(text))
})

test('an array is read as it was stored, with any texts', async () => {
  const { pool } = (await createTestDatabase({ isEmpty: true })).connection
  const items = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').toWellFormed()),
    fc.constantFrom('null', 'NULL', '', ' ', ',', '{', '}', '"', '\\', 'json'),
    fc.constant(null),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(items), async (array) => {
      const { rows } = await pool.query('select $1::text[] as array', [array])
      expect(rows).toEqual([{ array }])
    }),
    { numRuns: 300 },
  )
})
