import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCopyText } from '../../../src/import/records/copy-text.ts'

const name = { name: 'name', type: 'text' }
const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }

test('text with any characters survives encoding', () => {
  const texts = fc.string({ unit: fc.oneof(fc.constantFrom(...'\\\t\n\rNntr'), fc.string()) })
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1 }), (values) => {
      const lines = toCopyText(
        [name],
        values.map((value) => ({ name: value })),
      ).split('\n')

      expect(lines.pop()).toBe('')
      expect(
        lines.map((line) => line.replace(/\\(.)/gs, (_all, character) => unescaped[character] ?? '')),
      ).toEqual(values)
    }),
  )
})

test('every column type has its format', () => {
  const values: [type: string, value: unknown, field: string][] = [
    ['text', null, '\\N'],
    ['int4', -3, '-3'],
    ['bool', false, 'false'],
    ['timestamptz', new Date(1), '1970-01-01T00:00:00.001Z'],
    ['bytea', Buffer.from('é'), '\\\\xc3a9'],
    ['jsonb', { a: 'x\n"\\' }, '{"a":"x\\\\n\\\\"\\\\\\\\"}'],
    ['jsonb', JSON.rawJSON('9007199254740993'), '9007199254740993'],
    ['_text', ['', 'null', '"\\\t'], '{"","null","\\\\"\\\\\\\\\\t"}'],
  ]
  const columns = values.map(([type], index) => ({ name: `column${index}`, type }))
  const row = Object.fromEntries(values.map(([, value], index) => [`column${index}`, value]))

  expect(toCopyText(columns, [row, row])).toBe(`${values.map(([, , field]) => field).join('\t')}\n`.repeat(2))
})

test('a missing column or a value of the wrong type throws', () => {
  for (const type of ['text', 'jsonb']) {
    const message = `undefined can't be stored in the ${type} column name`
    expect(() => toCopyText([{ name: 'name', type }], [{}])).toThrow(message)
  }
  for (const type of ['timestamptz', 'bytea', '_text', 'int4']) {
    expect(() => toCopyText([{ name: 'x', type }], [{ x: {} }])).toThrow(`the ${type} column x`)
  }
})
