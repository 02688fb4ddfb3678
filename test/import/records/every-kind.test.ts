import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { analysisRecords } from '../../../src/import/records/analysis.ts'
import { chatMessageRecords } from '../../../src/import/records/chat-message.ts'
import { chatSessionRecords } from '../../../src/import/records/chat-session.ts'
import { contractRecords } from '../../../src/import/records/contract.ts'
import { userRecords } from '../../../src/import/records/user.ts'
import { rejectionCodes, warningCodes } from '../../../src/import/records/warnings.ts'
import { canonicalText } from '../../../src/json/canonical.ts'
import { applyDifference, computeDifference } from '../../../src/json/difference.ts'
import { createTestDatabase } from '../../support/database.ts'
import { globalList, isRejection } from './decoding.ts'
import { storeAndRead, toComparable } from './stored-rows.ts'
import { wrongRecord, wrongRecords } from './wrong-records.ts'

const { connection } = await createTestDatabase()
const entities = [userRecords, contractRecords, analysisRecords, chatSessionRecords, chatMessageRecords]
const keyed = { ownerId: null, key: 'ce559c99-cac5-4c17-92c3-3b194b42db52' }
const runs = { numRuns: 200 }
const storedRuns = { numRuns: 60 }

describe.each(entities)('whatever a record of $kind holds', (entity) => {
  test('it is rejected for a known reason, or has rows and known warnings, the same each time', () => {
    const property = fc.property(wrongRecord(entity.kind), (source) => {
      const record = entity.conceal(source)
      const decoded = entity.decode(record, globalList)
      expect(entity.decode(record, globalList)).toEqual(decoded)
      if (isRejection(decoded)) expect(rejectionCodes).toHaveProperty(decoded.code)
      else for (const { code } of decoded.warnings) expect(warningCodes).toHaveProperty(code)
    })
    fc.assert(property, runs)
  })

  test('rows and rest together are the record', () => {
    const property = fc.property(wrongRecord(entity.kind), (source) => {
      const record = entity.conceal(source)
      const decoded = entity.decode(record, globalList)
      if (isRejection(decoded)) return
      const encoded = entity.encode(decoded.rows)
      const restored = applyDifference(encoded, computeDifference(record, encoded))
      expect(canonicalText(restored)).toBe(canonicalText(record))
    })
    fc.assert(property, runs)
  })

  test('its rows satisfy every constraint, and come back from the database as they went in', async () => {
    const property = fc.asyncProperty(wrongRecord(entity.kind), async (source) => {
      const decoded = entity.decode(entity.conceal(source), globalList)
      if (isRejection(decoded)) return
      const stored = await storeAndRead(connection.db, decoded.rows)
      expect(toComparable(stored)).toEqual(toComparable(decoded.rows))
      expect(canonicalText(entity.encode(stored))).toBe(canonicalText(entity.encode(decoded.rows)))
    })
    await fc.assert(property, storedRuns)
  })

  test('its rows satisfy every constraint though each field has the same wrong value', async () => {
    for (const record of wrongRecords(entity.kind)) {
      const decoded = entity.decode(entity.conceal(record), keyed)
      if (isRejection(decoded)) throw new Error(`${decoded.code} ${decoded.pointer}`)
      const stored = await storeAndRead(connection.db, decoded.rows)
      expect(toComparable(stored)).toEqual(toComparable(decoded.rows))
    }
  })
})

test('PostgreSQL takes for lower case what JavaScript makes lower case', async () => {
  const letters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))
    .filter((letter) => /\p{Cased}/u.test(letter))
    .map((letter) => letter.toLowerCase())
  const { rows } = await sql<{ letter: string }>`
select letter from unnest(${letters}::text[]) letter where letter <> lower(letter)`.execute(connection.db)
  expect(rows).toEqual([])
})
