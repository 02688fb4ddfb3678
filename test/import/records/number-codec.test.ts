import { expect, test } from 'vitest'
import type { Codec, Present } from '../../../src/import/records/codec.ts'
import { bigInteger, counter, decimal } from '../../../src/import/records/number-codec.ts'
import type { WarningCode } from '../../../src/import/records/warnings.ts'

const raw = JSON.rawJSON

function decode<Column>(codec: Codec<Column>, value: Present) {
  const warnings: WarningCode[] = []
  return [codec.decode(value, (code) => warnings.push(code)), ...warnings]
}

test.each<[Present, ...unknown[]]>([
  [7, 7],
  [2.5, 3, 'VALUE_APPROXIMATED'],
  [0.4, 0, 'VALUE_APPROXIMATED'],
  [1e-300, 0, 'VALUE_APPROXIMATED'],
  [-3, 0, 'VALUE_OUT_OF_RANGE'],
  [3_000_000_000, 2_147_483_647, 'VALUE_OUT_OF_RANGE'],
  [1e300, 2_147_483_647, 'VALUE_OUT_OF_RANGE'],
  [raw(`1e${'9'.repeat(2000)}`), 2_147_483_647, 'VALUE_OUT_OF_RANGE'],
  [raw(`1e-${'9'.repeat(2000)}`), 0, 'VALUE_APPROXIMATED'],
  [raw('5.00000000000000000001'), 5, 'VALUE_APPROXIMATED'],
  [' 7 ', 7, 'WRONG_TYPE'],
  ['7 apples', undefined, 'WRONG_TYPE'],
  ['', undefined, 'WRONG_TYPE'],
  [true, undefined, 'WRONG_TYPE'],
  [{}, undefined, 'WRONG_TYPE'],
])('a counter converts %j to %j', (value, ...expected) => {
  expect(decode(counter, value)).toEqual(expected)
})

test.each<[Present, ...unknown[]]>([
  [10, '10.00000000'],
  [0.1, '0.10000000'],
  [-0.5, '-0.50000000'],
  [1e-8, '0.00000001'],
  [4e-9, '0.00000000', 'VALUE_APPROXIMATED'],
  [5e-9, '0.00000001', 'VALUE_APPROXIMATED'],
  [raw('123456789012.123456785'), '123456789012.12345679', 'VALUE_APPROXIMATED'],
  [raw('123456789012.12345678'), '123456789012.12345678'],
  [1e12, '999999999999.99999999', 'VALUE_OUT_OF_RANGE'],
  [-1e30, '-999999999999.99999999', 'VALUE_OUT_OF_RANGE'],
])('a NUMERIC(20, 8) converts %j to %j', (value, ...expected) => {
  expect(decode(decimal(20, 8), value)).toEqual(expected)
})

test.each<[Present, ...unknown[]]>([
  [19_120_455, '19120455'],
  [raw('9007199254740993'), '9007199254740993'],
  [raw('9223372036854775808'), '9223372036854775807', 'VALUE_OUT_OF_RANGE'],
  [-1e30, '-9223372036854775808', 'VALUE_OUT_OF_RANGE'],
])('a BIGINT converts %j to %j', (value, ...expected) => {
  expect(decode(bigInteger, value)).toEqual(expected)
})

test.each([
  ['10.00000000', '10'],
  ['0.10000000', '0.1'],
  ['123456789012.12345678', '123456789012.12345678'],
])('the column value %s is written as %s, with all digits', (column, expected) => {
  expect(JSON.stringify(decimal(20, 8).encode(column))).toBe(expected)
})
