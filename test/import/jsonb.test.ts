import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { canonicalText } from '../../src/json/canonical.ts'
import { type JsonValue, toJsonText } from '../../src/json/json-value.ts'
import { holdsInJsonb } from '../../src/json/jsonb.ts'
import { parseJson } from '../../src/json/parse-record.ts'
import { jsonValue } from '../support/arbitrary-json.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true })
})

test('PostgreSQL gives back what is said to hold in jsonb, and refuses the rest', async () => {
  await fc.assert(
    fc.asyncProperty(jsonValue, async (value) => {
      const kept = await throughJsonb(value)

      expect(kept !== null).toBe(holdsInJsonb(value))
      if (kept !== null) expect(canonicalText(parseJson(kept))).toBe(canonicalText(value))
    }),
  )
})

test("jsonb's numbers end where they are said to end", async () => {
  const numbers: Record<string, boolean> = {
    '1e131071': true,
    '-99e131070': true,
    '1e131072': false,
    '1e-16383': true,
    '1e-16384': false,
    '1.00e-16382': false,
    [`0.${'0'.repeat(16_382)}1`]: true,
    [`1.${'0'.repeat(16_384)}`]: false,
    '1e99999999999999999999': false,
    '5e-324': true,
    '1.7976931348623157e308': true,
  }
  for (const [text, holds] of Object.entries(numbers)) {
    expect([text.slice(0, 30), holdsInJsonb(JSON.rawJSON(text))]).toEqual([text.slice(0, 30), holds])
    expect([text.slice(0, 30), (await throughJsonb(JSON.rawJSON(text))) !== null]).toEqual([
      text.slice(0, 30),
      holds,
    ])
  }
})

/** What jsonb makes of the value, as text; null when it refuses the value. */
async function throughJsonb(value: JsonValue): Promise<string | null> {
  try {
    const { rows } = await database.connection.pool.query<{ kept: string }>(
      'select $1::text::jsonb::text as kept',
      [toJsonText(value)],
    )
    return rows[0]?.kept ?? null
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
