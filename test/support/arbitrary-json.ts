import fc from 'fast-check'
import type { JsonValue } from '../../src/import/json/json-value.ts'
import { parseJson } from '../../src/import/json/parse-record.ts'

/** UTF-16 units of which strings and keys are made: those that JSON, jsonb or a pointer could trip over too. */
const unit = fc.oneof(
  fc.constantFrom(...'ab01~/"\\ \0\n\u2028\ud800\udc00é'),
  fc.constantFrom('😀', '\ud83d', '__proto__', 'constructor', '~0', '~u0000', 'rawJSON'),
)
const text = fc.string({ unit, maxLength: 4 })

/** JSON numbers as text, most of them beyond what a double holds exactly. */
export const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constant('0'), fc.bigInt({ min: 1n, max: 10n ** 25n }).map(String)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,20}$/)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/)),
  )
  .map((parts) => parts.join(''))

const scalar = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '0', '1', '-0', '1.0', '9007199254740993', '1e400', '1.35e20'),
  numberText,
  text.map((value) => JSON.stringify(value)),
)

/** JSON texts of any shape; keys may stand twice in an object. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(text, tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
  ),
})).value

/** Any JSON value: raw numbers, NUL, lone surrogates and keys such as `__proto__` among them. */
export const jsonValue: fc.Arbitrary<JsonValue> = jsonText.map(parseJson)
