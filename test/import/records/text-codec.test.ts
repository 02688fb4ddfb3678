import { expect, test } from 'vitest'
import type { Codec, Present } from '../../../src/import/records/codec.ts'
import { longText, text, textList } from '../../../src/import/records/text-codec.ts'
import type { WarningCode } from '../../../src/import/records/warnings.ts'

function decode<Column>(codec: Codec<Column>, value: Present) {
  const warnings: WarningCode[] = []
  return [codec.decode(value, (code) => warnings.push(code)), ...warnings]
}

test.each<[Present, ...unknown[]]>([
  ['abcd', 'abcd'],
  ['abcde', 'abcd', 'VALUE_TOO_LONG'],
  ['🐋🐋🐋🐋', '🐋🐋🐋🐋'],
  ['abc🐋🐋', 'abc🐋', 'VALUE_TOO_LONG'],
  ['a\0b', 'ab', 'INVALID_CHARACTERS'],
  ['abcd\0', 'abcd', 'INVALID_CHARACTERS'],
  ['a\ud83d', 'a\ufffd', 'INVALID_CHARACTERS'],
  [42, '42', 'WRONG_TYPE'],
  [JSON.rawJSON('1e400'), '1e40', 'WRONG_TYPE', 'VALUE_TOO_LONG'],
  [false, 'fals', 'WRONG_TYPE', 'VALUE_TOO_LONG'],
  [['a'], undefined, 'WRONG_TYPE'],
  [{ a: 1 }, undefined, 'WRONG_TYPE'],
])('a VARCHAR(4) converts %j to %j', (value, ...expected) => {
  expect(decode(text(4), value)).toEqual(expected)
})

test('a TEXT column stores a list as JSON text with all digits', () => {
  expect(decode(longText, [JSON.rawJSON('1.10')])).toEqual(['[1.10]', 'WRONG_TYPE'])
})

test.each<[Present, ...unknown[]]>([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [['a', null], ['a'], 'NULL_REMOVED'],
  [[7, { a: 1 }], ['7', '{"a":1}'], 'WRONG_TYPE', 'WRONG_TYPE'],
  ['a', ['a'], 'WRONG_TYPE'],
  [{ a: 1 }, undefined, 'WRONG_TYPE'],
])('a TEXT[] converts %j to %j', (value, ...expected) => {
  expect(decode(textList, value)).toEqual(expected)
})
