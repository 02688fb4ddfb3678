import fc from 'fast-check'
import { getVariableValues, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { defaultByteLimits } from '../../src/database/limits/workload.ts'
import { createCostCheck, createMaxCost, describeShape } from '../../src/graphql/limits.ts'
import { measureQuery } from '../../src/graphql/query-cost.ts'
import { apiSchema } from '../support/schema-walk.ts'

const document = parse(`
  query ($n: Int = 7, $last: Int, $ids: [ID!]! = ["a", "b"], $all: Boolean = true, $f: ContractFilter = { search: "x" },
      $search: String = "y", $path: String, $equals: JSON) {
    contracts(first: $n, last: $last, filter: $f) @include(if: $all) { totalCount edges { node { id } } }
    nodes(ids: $ids) { id }
    other: contracts(filter: { search: $search, isActive: $all }) { totalCount }
    analyses(first: $n, filter: { results: { path: "/a", equals: $equals } }) { edges { node { results(path: $path) } } }
  }`)
const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)

const text = fc.constantFrom(null, '', 'x', 'xx')
const orLeftOut = { requiredKeys: [] }
const filter = fc.record(
  { search: text, isDefault: fc.constantFrom(null, true, false), tags: fc.array(fc.constant('t')) },
  orLeftOut,
)
const variables = fc.record(
  {
    n: fc.constantFrom(null, 0, 1, 100),
    last: fc.constantFrom(null, 0, 1, 10),
    ids: fc.array(fc.constantFrom('', 'x'), { maxLength: 4 }),
    all: fc.boolean(),
    f: fc.option(filter),
    search: text,
    path: text,
    equals: fc.oneof(fc.constantFrom('}s', '', 's', 1, null), fc.jsonValue({ maxDepth: 1 })),
  },
  orLeftOut,
)

test('the cached cost of a shape is the calculated one', () => {
  if (operation === undefined) throw new Error('no operation')
  const check = createCostCheck(
    { schema: apiSchema, document, operation },
    createMaxCost(defaultByteLimits.maxAnswerBytes),
  )
  fc.assert(
    fc.property(variables, (given) => {
      const { coerced } = getVariableValues(apiSchema, operation.variableDefinitions ?? [], given)
      if (coerced === undefined) throw new Error('The variables are rejected.')
      const { cost } = measureQuery({ schema: apiSchema, document, operation, variables: coerced })
      for (const _time of [1, 2]) expect(check(coerced)).toEqual(cost)
    }),
    { numRuns: 3000 },
  )
})

const shapeOf = (...values: readonly unknown[]) =>
  describeShape(
    values.map((_value, place) => `v${place}`),
    Object.fromEntries(values.map((value, place) => [`v${place}`, value])),
  )

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ['nothing and null', [undefined], [null]],
  ['null and false', [null], [false]],
  ['true and 1', [true], [1]],
  ['an empty and a non-empty text', [''], ['x']],
  ['two numbers and one', [1, 23], [12, 3]],
  ['a list and its item', ['x'], [['x']]],
  ['lists of different lengths', [['x']], [['x', 'x']]],
  ['lists side by side', [[], ['x']], [['x'], []]],
  ['members with different names', [{ a: 'x' }], [{ b: 'x' }]],
  ['an undefined member and no member', [{ a: undefined }], [{}]],
  ['an object and the text of its shape', [{ a: 'x', b: 1 }], [{ 'a"s"b': 1 }]],
  ['objects side by side', [{ a: 'x' }, 100, { b: 'x' }], [{ 'a"s}100;{"b': 'x' }, 100, {}]],
])('%s have different shapes', (_what, one, other) => {
  expect(shapeOf(...one)).not.toBe(shapeOf(...other))
})

test('values with the same cost have the same shape', () => {
  expect(shapeOf('Saffron', 5, { search: 'one' })).toBe(shapeOf('Mango', 5, { search: 'another' }))
})

test('a long shape is not cached', () => {
  expect(shapeOf(Array.from({ length: 300 }, () => 'x'))).toBeUndefined()
  expect(shapeOf({ ['x'.repeat(1_000_000)]: 1 })).toBeUndefined()
  expect(shapeOf(JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`))).toBeUndefined()
})
