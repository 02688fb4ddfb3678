import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toInstantText } from '../../src/json/print.ts'

test('formats every date as toISOString does', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(toInstantText(date.getTime())).toBe(date.toISOString())
    }),
    { numRuns: 5000, examples: [[new Date(0)], [new Date(-1)], [new Date(86_399_999)], [new Date(864e13)]] },
  )
})

test('throws for an invalid date', () => {
  expect(() => toInstantText(Number.NaN)).toThrow(RangeError)
})
