import { expect, test } from 'vitest'
import type { Present } from '../../../src/import/records/codec.ts'
import { timestamp } from '../../../src/import/records/date-codec.ts'
import type { WarningCode } from '../../../src/import/records/warnings.ts'

function decode(value: Present) {
  const warnings: WarningCode[] = []
  const date = timestamp.decode(value, (code) => warnings.push(code))
  return { text: date?.toISOString(), warnings }
}

test.each([
  ['2025-05-06T06:06:06.060Z', '2025-05-06T06:06:06.060Z'],
  ['2025-05-06T06:06:06Z', '2025-05-06T06:06:06.000Z'],
  ['2025-05-06T08:06:06.06+02:00', '2025-05-06T06:06:06.060Z'],
  ['2025-05-06 01:06-0500', '2025-05-06T06:06:00.000Z'],
  ['2025-05-06', '2025-05-06T00:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  [1_746_511_566, '2025-05-06T06:06:06.000Z'],
  [1_746_511_566_060, '2025-05-06T06:06:06.060Z'],
  [1_746_511_566.5, '2025-05-06T06:06:06.500Z'],
  ['1746511566060', '2025-05-06T06:06:06.060Z'],
])('%j is an instant', (value, expected) => {
  expect(decode(value)).toEqual({ text: expected, warnings: [] })
})

test("a time without a zone is UTC, regardless of the machine's zone", () => {
  const zone = process.env.TZ
  process.env.TZ = 'Pacific/Auckland'
  try {
    expect(decode('2025-05-06T06:06:06').text).toBe('2025-05-06T06:06:06.000Z')
  } finally {
    process.env.TZ = zone
  }
})

test.each([
  ['2025-05-06T06:06:06.060789Z', '2025-05-06T06:06:06.060Z'],
  [1_746_511_566_060.9, '2025-05-06T06:06:06.060Z'],
])('%j is rounded down to the millisecond', (value, expected) => {
  expect(decode(value)).toEqual({ text: expected, warnings: ['VALUE_APPROXIMATED'] })
})

test.each([
  'yesterday',
  '2025-02-29',
  '2025-02-30T25:61:00.000Z',
  '2025-05-06T24:00:00Z',
  '2025-05-06T06:06:06+25:00',
  '0000-00-00T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '+275760-09-13T00:00:00.000Z',
  '+010000-01-01T00:00:00.000Z',
  '10000-01-01T00:00:00Z',
  '-000043-03-15T00:00:00.000Z',
  '0044-03-15 00:00:00 BC',
  'infinity',
  '2025',
  '20250506',
  -1,
  1e300,
  true,
  ['2025-05-06'],
  JSON.rawJSON('1e400'),
])('%j is not an instant', (value) => {
  expect(decode(value)).toEqual({ text: undefined, warnings: ['INVALID_DATE'] })
})

test('an empty string is a missing date, without a warning', () => {
  expect(decode('')).toEqual({ text: undefined, warnings: [] })
})
