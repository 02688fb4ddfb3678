import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { recordTypes } from '../../../src/import/records/kinds.ts'
import type { Decoded, RecordType } from '../../../src/import/records/record-type.ts'
import { rejectionCodes, warningCodes } from '../../../src/import/records/warnings.ts'
import { canonicalText } from '../../../src/json/canonical.ts'
import { applyDifference, computeDifference } from '../../../src/json/difference.ts'
import type { JsonObject } from '../../../src/json/json-value.ts'
import { createTestDatabase } from '../../support/database.ts'
import { globalList, isRejection } from './decoding.ts'
import { storeAndRead, toComparable } from './stored-rows.ts'
import { wrongRecord, wrongRecords } from './wrong-records.ts'

const { connection } = await createTestDatabase()
const keyed = { ownerId: null, key: 'ce559c99-cac5-4c17-92c3-3b194b42db52' }
const runs = { numRuns: 200 }
const storedRuns = { numRuns: 60 }

/** Concealed records of the kind, however wrong, that are not rejected. */
function decodableRecord(type: RecordType) {
  return wrongRecord(type.kind)
    .map((source) => {
      const record = type.conceal(source)
      return { record, decoded: type.decode(record, globalList) }
    })
    .filter((item): item is { record: JsonObject; decoded: Decoded } => !isRejection(item.decoded))
}

describe.each(Object.values(recordTypes))('any record of $kind', (type) => {
  test('is rejected with a known code, or has rows and known warnings, and is deterministic', () => {
    const property = fc.property(wrongRecord(type.kind), (source) => {
      const record = type.conceal(source)
      const decoded = type.decode(record, globalList)
      expect(type.decode(record, globalList)).toEqual(decoded)
      if (isRejection(decoded)) expect(rejectionCodes).toHaveProperty(decoded.code)
      else for (const { code } of decoded.warnings) expect(warningCodes).toHaveProperty(code)
    })
    fc.assert(property, runs)
  })

  test('is restored by its rows and extra', () => {
    const property = fc.property(decodableRecord(type), ({ record, decoded }) => {
      const encoded = type.encode(decoded.rows)
      const restored = applyDifference(encoded, computeDifference(record, encoded))
      expect(canonicalText(restored)).toBe(canonicalText(record))
    })
    fc.assert(property, runs)
  })

  test('has rows that satisfy every constraint and are read back unchanged', async () => {
    const property = fc.asyncProperty(decodableRecord(type), async ({ decoded }) => {
      const stored = await storeAndRead(connection.db, decoded.rows)
      expect(toComparable(stored)).toEqual(toComparable(decoded.rows))
      expect(canonicalText(type.encode(stored))).toBe(canonicalText(type.encode(decoded.rows)))
    })
    await fc.assert(property, storedRuns)
  })

  test('has rows that satisfy every constraint even if each field has the same wrong value', async () => {
    for (const record of wrongRecords(type.kind)) {
      const decoded = type.decode(type.conceal(record), keyed)
      if (isRejection(decoded)) throw new Error(`${decoded.code} ${decoded.pointer}`)
      const stored = await storeAndRead(connection.db, decoded.rows)
      expect(toComparable(stored)).toEqual(toComparable(decoded.rows))
    }
  })
})

test('PostgreSQL accepts what JavaScript lower-cases as lower case', async () => {
  const letters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))
    .filter((letter) => /\p{Cased}/u.test(letter))
    .map((letter) => letter.toLowerCase())
  const { rows } = await sql<{ letter: string }>`
select letter from unnest(${letters}::text[]) letter where letter <> lower(letter)`.execute(connection.db)
  expect(rows).toEqual([])
})
