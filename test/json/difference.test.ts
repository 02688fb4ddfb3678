import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../src/json/canonical.ts'
import { applyDifference, computeDifference, type Extra } from '../../src/json/difference.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/json/json-value.ts'
import { isStorableJsonb } from '../../src/json/jsonb.ts'
import { parseJson } from '../../src/json/parse.ts'
import { createPointer, decodePointer } from '../../src/json/pointer.ts'
import { jsonValue } from '../support/arbitrary-json.ts'

describe('a difference is recorded at the deepest location', () => {
  const cases: Record<string, { original: string; encoded: string; extra: Extra }> = {
    'equal values': { original: '{"a":1.0,"b":[1]}', encoded: '{"b":[1e0],"a":1}', extra: {} },
    'a member that is missing in the encoded value': {
      original: '{"a":{"b":1}}',
      encoded: '{"a":{}}',
      extra: { '/a/b': { is: 1 } },
    },
    'a member that is missing in the original': {
      original: '{}',
      encoded: '{"a":null}',
      extra: { '/a': { was: null } },
    },
    'different values': {
      original: '{"a":"long"}',
      encoded: '{"a":"lo"}',
      extra: { '/a': { is: 'long', was: 'lo' } },
    },
    'different array items': {
      original: '[1,{"x":2}]',
      encoded: '[1,{"x":3}]',
      extra: { '/1/x': { is: 2, was: 3 } },
    },
    'arrays of different lengths': {
      original: '{"a":[1,2]}',
      encoded: '{"a":[1]}',
      extra: { '/a': { is: [1, 2], was: [1] } },
    },
    'different types': { original: '[]', encoded: '{}', extra: { '': { is: [], was: {} } } },
    'a number that no double represents': {
      original: '{"a":9007199254740993}',
      encoded: '{"a":9007199254740992}',
      extra: { '/a': { isText: '9007199254740993', was: 9007199254740992 } },
    },
    'a string with a NUL': {
      original: '{"a":"x\\u0000"}',
      encoded: '{"a":"x"}',
      extra: { '/a': { isText: '"x\\u0000"', was: 'x' } },
    },
    'a key that no text column can store': {
      original: '{"a\\u0000/~\\ud800":1,"__proto__":2}',
      encoded: '{}',
      extra: { '/a~u0000~1~0~ud800': { is: 1 }, '/__proto__': { is: 2 } },
    },
  }
  for (const [name, { original, encoded, extra }] of Object.entries(cases)) {
    test(name, () => {
      expect(computeDifference(parseJson(original), parseJson(encoded))).toEqual(extra)
    })
  }
})

test('the original is restored from the encoded value and the difference', () => {
  fc.assert(
    fc.property(pairs(), ([original, encoded]) => {
      const extra = computeDifference(original, encoded)

      expect(canonicalText(applyDifference(encoded, extra))).toBe(canonicalText(original))
    }),
    { numRuns: 1000 },
  )
})

test('a difference can be stored in jsonb without loss', () => {
  fc.assert(
    fc.property(pairs(), ([original, encoded]) => {
      const text = JSON.stringify(computeDifference(original, encoded))

      const kept = parseJson(text) as Extra

      expect(isStorableJsonb(parseJson(text))).toBe(true)
      expect(canonicalText(applyDifference(encoded, kept))).toBe(canonicalText(original))
    }),
    { numRuns: 1000 },
  )
})

test('a value has no difference from itself', () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      expect(computeDifference(value, parseJson(canonicalText(value)))).toEqual({})
    }),
  )
})

test('null in an array is restored, whatever encodes it', () => {
  const original = { logs: ['a line', null] }
  const encoded = { logs: ['a line', ''] }
  expect(applyDifference(encoded, computeDifference(original, encoded))).toEqual(original)
})

test('a value that has changed since then is kept', () => {
  const extra = computeDifference({ name: 'longer', unknown: 1, gone: 2 }, { name: 'long', added: true })

  expect(applyDifference({ name: 'renamed', added: false, gone: 3 }, extra)).toEqual({
    name: 'renamed',
    added: false,
    gone: 3,
    unknown: 1,
  })
})

test('an unknown member of an object that was deleted since then does not restore the object', () => {
  const extra = computeDifference({ part: { a: 1, unknown: 2 } }, { part: { a: 1 } })

  expect(applyDifference({}, extra)).toEqual({})
})

test('decodePointer returns the keys of createPointer', () => {
  const keys = fc.array(fc.string({ unit: fc.constantFrom(...'/~u0d8\0', '\ud800', '\udfff', '😀') }))
  fc.assert(
    fc.property(keys, (keys) => {
      const pointer = keys.reduce((parent, key) => createPointer(parent, key), '')

      expect(decodePointer(pointer)).toEqual(keys)
      expect(isStorableJsonb(pointer)).toBe(true)
    }),
  )
})

/** Two values; often the second is the first with some changes. */
function pairs(): fc.Arbitrary<[JsonValue, JsonValue]> {
  const changed = fc.tuple(jsonValue, fc.array(fc.tuple(fc.nat(), jsonValue), { maxLength: 3 }))
  return fc.oneof(
    fc.tuple(jsonValue, jsonValue),
    changed.map(([value, changes]): [JsonValue, JsonValue] => [
      value,
      changes.reduce(changeSomewhere, value),
    ]),
  )
}

/** Replaces or deletes some value within the old one. */
function changeSomewhere(value: JsonValue, [place, change]: [number, JsonValue]): JsonValue {
  if (isJsonArray(value) && value.length > 0) {
    const hit = place % value.length
    return value.map((item, index) => (index === hit ? changeSomewhere(item, [place >> 1, change]) : item))
  }
  if (!isJsonObject(value) || Object.keys(value).length === 0) return change
  const members = Object.entries(value)
  const [[key, member] = ['', null]] = members.splice(place % members.length, 1)
  if (place % 5 > 0) members.push([key, changeSomewhere(member, [place >> 1, change])])
  return Object.fromEntries(members)
}
