import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalSha256, canonicalText, isSameJson } from '../../src/json/canonical.ts'
import { canonicalNumberText } from '../../src/json/numbers.ts'
import { parseJson } from '../../src/json/parse.ts'
import { jsonSample, jsonValue, numberText } from '../support/arbitrary-json.ts'

describe('equal numbers have the same text', () => {
  const sameNumbers: Record<string, string[]> = {
    '1': ['1', '1.0', '1e0', '10e-1', '0.1E1', '1.000000000000000000000'],
    '0': ['0', '-0', '0.0', '0e99', '-0.000e-5'],
    '-120': ['-120', '-1.2e2', '-120.000'],
    '135e18': ['1.35e20', '135000000000000000000', '1350e17'],
    '9007199254740993e0': ['9007199254740993', '9007199254740993.0'],
    '1e15': ['1e15', '1000000000000000'],
    '100000000000000': ['1e14', '100000000000000'],
    '1e-400': ['1e-400', '0.1e-399'],
    '5e99999999999999999999': ['5e99999999999999999999', '0.5e100000000000000000000'],
  }
  for (const [canonical, texts] of Object.entries(sameNumbers)) {
    test(canonical, () => {
      expect(texts.map((text) => canonicalText(parseJson(text)))).toEqual(texts.map(() => canonical))
    })
  }
})

test('keys are ordered by code unit, regardless of their order in the source', () => {
  const text = canonicalText(parseJson('{"b":1,"a":{"\\ud800":1,"é":2,"10":3,"9":4,"__proto__":5},"B":[]}'))

  expect(text).toBe('{"B":[],"a":{"10":3,"9":4,"__proto__":5,"é":2,"\\ud800":1},"b":1}')
})

test('any number of keys is ordered', () => {
  const keys = fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 90 })
  fc.assert(
    fc.property(keys, (keys) => {
      const text = canonicalText(Object.fromEntries(keys.map((key) => [key, 1])))

      expect(text).toBe(`{${keys.toSorted(byCodeUnits).map((key) => `${JSON.stringify(key)}:1`)}}`)
    }),
  )
})

test('a double has the text of its decimal number', () => {
  const doubles = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.tuple(fc.integer(), fc.nat(12)).map(([digits, places]) => digits / 10 ** places),
  )
  fc.assert(
    fc.property(doubles, (double) => {
      expect(canonicalText(double)).toBe(canonicalNumberText(String(double)))
    }),
    { numRuns: 5000 },
  )
})

test('white space, the order of keys and the notation of numbers do not affect the text', () => {
  fc.assert(
    fc.property(jsonSample, ({ text, canonical }) => {
      const value = parseJson(text)

      expect(canonicalText(value)).toBe(canonical)
      expect(isSameJson(value, parseJson(canonical))).toBe(true)
      expect(canonicalSha256(value)).toBe(createHash('sha256').update(canonical).digest('hex'))
    }),
    { numRuns: 1000 },
  )
})

test('two values are equal if and only if their texts are', () => {
  fc.assert(
    fc.property(jsonValue, jsonValue, (one, other) => {
      expect(isSameJson(one, other)).toBe(canonicalText(one) === canonicalText(other))
    }),
  )
})

test('two numbers have the same text if and only if they are equal in decimal arithmetic', () => {
  fc.assert(
    fc.property(numberText, numberText, fc.boolean(), (one, another, isSame) => {
      const other = isSame ? respell(one) : another
      const isEqual = toInteger(one) === toInteger(other)

      expect(canonicalText(parseJson(one)) === canonicalText(parseJson(other))).toBe(isEqual)
    }),
  )
})

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : 1
}

/** Multiplies by 10^1100, which makes every number of the test an integer. */
function toInteger(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [integer = '', fraction = ''] = mantissa.split('.')
  return BigInt(integer + fraction || '0') * 10n ** BigInt(1100 + Number(exponent) - fraction.length)
}

/** Returns the same number in another notation: with the decimal point moved and a trailing zero. */
function respell(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [integer = '', fraction = ''] = mantissa.split('.')
  return `${integer}.${fraction}0e${Number(exponent)}`
}
