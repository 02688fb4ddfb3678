import fc from 'fast-check'
import { duplicateKey, numberText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json, JsonObject } from '../../fixtures/make-legacy/seeded.ts'

/** Ordinary keys, and keys that are special in JSON pointers, in JavaScript or in PostgreSQL. */
const key = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '/', '~', '~1', '0', '__proto__', 'constructor', 'length') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom('\u0000', '\ud800', 'toString', 'a.b') },
)

/** Strings in any script; some contain a NUL or a lone surrogate, or exceed a column's length. */
export const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('a\u0000b', '\ud83d', '\udc00x', '\\u0000', '"\\', '\u2028') },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 600 }).map((length) => 'long '.repeat(length / 5)) },
)

/** Numbers as text: integers beyond 2^53, long fractions, other notations, and values that a double can't represent. */
export const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer() },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  {
    weight: 2,
    arbitrary: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map((value) => numberText(String(value))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('1.35e20', '1E+2', '-0', '1.0', '1e400', '1e-400', '0.1234567890123456789')
      .map(numberText),
  },
)

/** Any JSON value, nested at most three levels deep. */
export const { value: anyJson } = fc.letrec<{ value: Json; object: JsonObject; list: Json[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constantFrom(null, true, false),
    text,
    number,
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map((members) => Object.fromEntries(members)),
}))

/** At most three fields without a column. */
const unknownFields: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(key, anyJson), { maxLength: 3 })
  .map((members) => Object.fromEntries(members))

/** The object; one in ten has a duplicate of its first key with another value. */
function maybeDuplicateKey(object: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.tuple(object, fc.nat(9), anyJson).map(([members, dice, other]) => {
    const [first] = Object.keys(members)
    return dice > 0 || first === undefined ? members : { ...members, [duplicateKey(first)]: other }
  })
}

/** Usually a value as the application wrote it; one in twelve is any JSON value. */
export function field(good: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 11, arbitrary: good }, { weight: 1, arbitrary: anyJson })
}

/** An object whose members may be missing or of the wrong type, with some unknown fields. */
export function partial(members: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<JsonObject> {
  const fields = Object.fromEntries(Object.entries(members).map(([name, good]) => [name, field(good)]))
  return maybeDuplicateKey(
    fc
      .tuple(fc.record(fields, { requiredKeys: [] }), unknownFields)
      .map(([known, unknown]) => ({ ...unknown, ...known })),
  )
}

export const time = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>(
      '',
      null,
      'not a date',
      '2025-02-30',
      '2025-03-01',
      '2025-03-01T10:00:00',
      '2025-03-01T10:00:00.123456+05:30',
      1_740_000_000,
      1_740_000_000_123,
    ),
  },
)
export const hexDigits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length })
export const address = hexDigits(40).map((digits) => `0x${digits}`)
export const chain = fc.constantFrom('ethereum', 'lisk', 'starknet')
export const flag = fc.boolean()
export const count = fc.oneof({ weight: 5, arbitrary: fc.nat(10_000) }, { weight: 1, arbitrary: number })
export const nullable = (good: fc.Arbitrary<Json>) =>
  fc.oneof({ weight: 3, arbitrary: good }, fc.constant(null))

/** Puts the ID first. In one of fifteen records it is missing, in another it is any JSON value. */
export function withId(id: string, fields: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.tuple(fc.nat(14), anyJson, fields).map(([dice, other, members]) => {
    if (dice === 0) return members
    return { id: dice === 1 ? other : id, ...members }
  })
}
