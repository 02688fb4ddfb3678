import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../src/json/canonical.ts'
import { isRawNumber, toJsonText } from '../../src/json/json-value.ts'
import { canonicalNumberText } from '../../src/json/numbers.ts'
import { parseJson } from '../../src/json/parse.ts'
import { jsonSample, numberText } from '../support/arbitrary-json.ts'
import { recordsOf, scanBytes } from '../support/scanner.ts'

describe('a number that a double would change is kept as text', () => {
  const texts = [
    '9007199254740993',
    '-0.12345678901234567',
    '12345678.123456789',
    '1e400',
    '0.1e-330',
    '1E999',
  ]
  for (const text of texts) {
    test(text, () => {
      expect(isRawNumber(parseJson(text))).toBe(true)
      expect(toJsonText(parseJson(`{"x":[${text}]}`))).toBe(`{"x":[${text}]}`)
    })
  }
})

describe('a number that a double represents exactly is a plain number', () => {
  const texts = [
    '1.35e20',
    '135000000000000000000',
    '9007199254740992',
    '1.0',
    '-0.0e5',
    '0.10000000000000000',
    '1e23',
  ]
  for (const text of texts) {
    test(text, () => {
      expect(parseJson(text)).toBe(Number(text))
    })
  }
})

test('no number changes its value, wherever it appears', () => {
  fc.assert(
    fc.property(numberText, fc.constantFrom('', ' ', '\n', '[1,', '{"a":', '[', '[1, '), (number, before) => {
      const text = `${before}${number}${{ '[': ']', '{': '}' }[before.charAt(0)] ?? ''}`

      const written = toJsonText(parseJson(text)).replace(/^(\[1,|\{"a":|\[)|[\]}]$/g, '')

      expect(canonicalNumberText(written)).toBe(canonicalNumberText(number))
    }),
  )
})

test('the preceding text does not affect how a number is parsed', () => {
  const before = fc.string({ unit: fc.constantFrom(...'0123456789.-e, abf:') })
  fc.assert(
    fc.property(fc.array(before), numberText, (texts, number) => {
      const text = JSON.stringify(['', ...texts, 0]).replace(/0\]$/, `${number}]`)

      expect(canonicalText(parseJson(text)).split(',').at(-1)).toBe(`${canonicalNumberText(number)}]`)
    }),
    { numRuns: 1000 },
  )
})

test('__proto__ is an ordinary key, with plain and with exact numbers', () => {
  for (const number of ['1', '9007199254740993']) {
    const text = `{"__proto__":{"isAdmin":${number}},"a":1}`

    const value = parseJson(text)

    expect(toJsonText(value)).toBe(text)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  }
})

test('digits and exponents in strings are unchanged', () => {
  const value = { id: '12345678901234567890', text: 'at 1e400, 12345678901234567890', list: [' 1e5'] }

  expect(parseJson(JSON.stringify(value))).toEqual(value)
})

test('duplicate keys, and only these, are detected at any level', async () => {
  const duplicates: Record<string, boolean> = {
    '{"a":1,"b":{"a":2}}': false,
    '{"a":1,"\\u0061":2}': true,
    '{"a":[{"b":1,"c":2,"b":3}]}': true,
    '{"rawJSON":9007199254740993,"x":":"}': false,
    '{"__proto__":1,"__proto__":2}': true,
  }
  for (const [text, hasDuplicateKeys] of Object.entries(duplicates)) {
    expect(await parseScanned(text)).toMatchObject({ hasDuplicateKeys })
  }
})

test('the problem of invalid JSON quotes nothing from the record', async () => {
  const problems = {
    '{"password":"hunter2","x":tru}': "Unexpected token '}'",
    '{"password":"hunter2","x":"\\q"}': 'Bad escaped character in JSON at position 28 (line 1 column 29)',
    '{"password":"hunter2","x":01}': 'Unexpected number in JSON at position 27 (line 1 column 28)',
    '{"x":\0}': "Unexpected token '?'",
  }
  for (const [text, problem] of Object.entries(problems)) {
    expect(await parseScanned(text)).toEqual({ problem: `The record is not valid JSON: ${problem}.` })
  }
})

test('a key with an escape is not confused with an earlier key', () => {
  parseJson('{"a":1,"\\\\":2}')

  expect(toJsonText(parseJson('{"a":1,"\\"":2}'))).toBe('{"a":1,"\\"":2}')
})

test('the parsed value of any record equals its JSON', async () => {
  await fc.assert(
    fc.asyncProperty(jsonSample, async ({ text, canonical }) => {
      const parsed = await parseScanned(`{"x":${text}}`)

      expect('value' in parsed && canonicalText(parsed.value)).toBe(`{"x":${canonical}}`)
    }),
    { numRuns: 1000 },
  )
})

async function parseScanned(text: string) {
  const [record] = recordsOf(await scanBytes(`[${text}]`))
  if (record === undefined) throw new Error('The scanner found no record.')
  return record.parsed
}
