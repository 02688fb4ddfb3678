import { expect, test } from 'vitest'
import { applyDifference } from '../../src/json/apply-difference.ts'
import { difference } from '../../src/json/difference.ts'

test('null in a list comes back as null, whatever stood for it', () => {
  const original = { logs: ['a line', null] }
  const encoded = { logs: ['a line', ''] }
  expect(applyDifference(encoded, difference(original, encoded))).toEqual(original)
})
