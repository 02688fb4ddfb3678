import fc from 'fast-check'
import type { Json, JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { anyJson, number } from './json.ts'

export const time = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>(
      '',
      null,
      'not a date',
      '2025-02-30',
      '2025-03-01',
      '2025-03-01T10:00:00',
      '2025-03-01T10:00:00.123456+05:30',
      1_740_000_000,
      1_740_000_000_123,
    ),
  },
)
export const hexDigits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length })
export const address = hexDigits(40).map((digits) => `0x${digits}`)
export const chain = fc.constantFrom('ethereum', 'lisk', 'starknet')
export const flag = fc.boolean()
export const count = fc.oneof({ weight: 5, arbitrary: fc.nat(10_000) }, { weight: 1, arbitrary: number })
export const nullable = (good: fc.Arbitrary<Json>) =>
  fc.oneof({ weight: 3, arbitrary: good }, fc.constant(null))

/** The id stands first; in one of fifteen records it is missing or no UUID. */
export function withId(id: string, fields: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.tuple(fc.nat(14), anyJson, fields).map(([dice, other, members]) => {
    if (dice === 0) return members
    return { id: dice === 1 ? other : id, ...members }
  })
}
