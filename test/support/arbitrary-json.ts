import fc from 'fast-check'
import type { JsonValue } from '../../src/json/json-value.ts'
import { canonicalNumberText } from '../../src/json/numbers.ts'
import { parseJson } from '../../src/json/parse.ts'

/** A JSON text and its value's canonical text, which is generated without a parser. */
export interface JsonSample {
  readonly text: string
  readonly canonical: string
}

/** Units of strings and keys, including those that are special in JSON, jsonb or JSON pointers. */
const unit = fc.constantFrom(
  ...'ab01~/"\\ \0\n\u2028\ud800\udc00é',
  ...['😀', '\ud83d', '__proto__', 'constructor', '~0', '~u0000', 'rawJSON', '\\n'],
)
const strings = fc.string({ unit, maxLength: 4 })

/** JSON numbers as text, most of which a double can't represent exactly. */
export const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constant('0'), fc.bigInt({ min: 1n, max: 10n ** 25n }).map(String)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,20}$/)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/)),
  )
  .map((parts) => parts.join(''))

const scalars = fc.oneof(
  fc.constantFrom('null', 'true', 'false').map((text) => ({ text, canonical: text })),
  fc.oneof(numberText, fc.constantFrom('0', '1', '1.0', '9007199254740993', '1e400')).map(numberSample),
  strings.map((value) => ({ text: JSON.stringify(value), canonical: JSON.stringify(value) })),
)

/** JSON of any shape, with duplicate keys and white space. */
export const jsonSample: fc.Arbitrary<JsonSample> = fc.letrec<{ value: JsonSample }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }).map(arraySample),
    fc.array(fc.tuple(strings, tie('value')), { maxLength: 4 }).map(objectSample),
  ),
})).value

/** Any JSON value, including raw numbers, NUL, lone surrogates and keys such as `__proto__`. */
export const jsonValue: fc.Arbitrary<JsonValue> = jsonSample.map(({ text }) => parseJson(text))

function numberSample(text: string): JsonSample {
  return { text, canonical: canonicalNumberText(text) }
}

function arraySample(items: readonly JsonSample[]): JsonSample {
  return {
    text: `[ ${items.map(({ text }) => text).join(' ,\n')}\t]`,
    canonical: `[${items.map(({ canonical }) => canonical).join(',')}]`,
  }
}

/** For a duplicate key, the last value counts. */
function objectSample(members: readonly (readonly [string, JsonSample])[]): JsonSample {
  const texts = members.map(([key, { text }]) => `${JSON.stringify(key)}\r\n: ${text}`)
  const last = new Map(members.map(([key, { canonical }]) => [key, canonical]))
  const sorted = [...last].sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    text: `{${texts.join(',')} }`,
    canonical: `{${sorted.map(([key, canonical]) => `${JSON.stringify(key)}:${canonical}`).join(',')}}`,
  }
}
