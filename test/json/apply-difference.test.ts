import { expect, test } from 'vitest'
import { applyDifference, computeDifference } from '../../src/json/difference.ts'

test('null in a list comes back as null, whatever stood for it', () => {
  const original = { logs: ['a line', null] }
  const encoded = { logs: ['a line', ''] }
  expect(applyDifference(encoded, computeDifference(original, encoded))).toEqual(original)
})
