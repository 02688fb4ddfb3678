import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { requireJson } from '../../src/database/validation.ts'
import { canonicalText } from '../../src/json/canonical.ts'
import { type JsonValue, toJsonText } from '../../src/json/json-value.ts'
import { isStorableJsonb } from '../../src/json/jsonb.ts'
import { printedLength } from '../../src/json/numbers.ts'
import { parseJson } from '../../src/json/parse.ts'
import { jsonValue } from '../support/arbitrary-json.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true })
})

test('PostgreSQL returns storable values unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(jsonValue, async (value) => {
      fc.pre(isStorableJsonb(value))
      const kept = await throughJsonb(value)

      expect(canonicalText(parseJson(kept))).toBe(canonicalText(value))
    }),
  )
})

test.each([
  '1',
  '0',
  '-0',
  '1.50',
  '1e20',
  '15e-5',
  '-2.5e10',
  '1e999',
  '1e-998',
  '5e-324',
  '1.7976931348623157e308',
])('PostgreSQL prints the number %s with the computed number of characters', async (text) => {
  expect((await throughJsonb(JSON.rawJSON(text))).length).toBe(printedLength(text))
})

test.each([
  ['1e999', true],
  ['-1e998', true],
  ['1e1000', false],
  ['1e-998', true],
  ['1e-999', false],
  ['1.00e-996', true],
  ['1.00e-997', false],
  ['1e131071', false],
  ['1e131072', false],
  ['1e-16383', false],
  ['1e99999999999999999999', false],
  ['-1.7976931348623157e-308', true],
])('whether jsonb may store the number %s: %s', (text, holds) => {
  expect(isStorableJsonb([JSON.rawJSON(text)])).toBe(holds)
  const argument = () => requireJson({ a: [JSON.rawJSON(text)] }, 'input.results')
  if (holds) expect(argument()).toBe(`{"a":[${text}]}`)
  else expect(argument).toThrow('Argument "input.results" contains a number that has more than 1000 digits')
})

test('numbers that are each short enough are rejected if together they print much longer than they are written', () => {
  const numbers = (text: string, times: number) => Array.from({ length: times }, () => JSON.parse(text))
  expect(() => requireJson(numbers('1e308', 20), 'a')).toThrow(
    'Argument "a" contains numbers that become far longer',
  )
  expect(requireJson(numbers('1e308', 12), 'a')).toContain('1e+308')
  expect(requireJson(numbers('1.5e24', 10_000), 'a')).toContain('1.5e+24')
})

/** Returns jsonb's text for the value. */
async function throughJsonb(value: JsonValue): Promise<string> {
  const { rows } = await database.connection.pool.query<{ kept: string }>(
    'select $1::text::jsonb::text as kept',
    [toJsonText(value)],
  )
  return rows[0]?.kept ?? ''
}
