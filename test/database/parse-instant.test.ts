import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { parseInstant } from '../../src/database/column-types.ts'

const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)

/** As PostgreSQL prints it in UTC: without trailing zeros in the fraction. */
function toServerText(date: Date): string {
  const text = date.toISOString().replace('T', ' ').slice(0, -1)
  return `${text.replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros.replaceAll('0', '')))}+00`
}

test('an instant is parsed as by the driver’s parser', () => {
  const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, (date) => {
      const text = toServerText(date)
      expect(parseInstant(text)).toEqual(parseAny(text))
      expect(parseInstant(text)).toEqual(date)
    }),
    {
      numRuns: 3000,
      examples: [[new Date('2026-03-01T09:30:00.000Z')], [new Date('2026-03-01T09:30:10.120Z')]],
    },
  )
})

test.each([
  '2026-03-01 09:30:00.123+02',
  '2026-03-01 09:30:00+05:30',
  '2026-03-01 09:30:00.123456+00',
  '0044-03-15 12:00:00+00',
  '0044-03-15 12:00:00+00 BC',
  '10000-01-01 00:00:00+00',
  '1970-01-01 00:00:00-00:44:30',
])('%s is parsed by the driver', (text) => {
  expect(parseInstant(text)).toEqual(parseAny(text))
})

test.each([
  ['infinity', 8.64e15],
  ['294276-12-31 23:59:59.999+00', 8.64e15],
  ['-infinity', -8.64e15],
])('%s, which a Date can’t represent, is the nearest Date', (text, ms) => {
  expect(parseInstant(text).getTime()).toBe(ms)
})
