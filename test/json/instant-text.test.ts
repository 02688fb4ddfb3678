import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toInstantText } from '../../src/json/print.ts'

test('The text of an instant is what a date writes of itself, from the first that it holds to the last', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(toInstantText(date.getTime())).toBe(date.toISOString())
    }),
    { numRuns: 5000, examples: [[new Date(0)], [new Date(-1)], [new Date(86_399_999)], [new Date(864e13)]] },
  )
})

test('An invalid date has no text', () => {
  expect(() => toInstantText(Number.NaN)).toThrow(RangeError)
})
