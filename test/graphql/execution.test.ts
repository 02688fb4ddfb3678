import { buildSchema, type GraphQLResolveInfo, isInterfaceType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createThenable } from '../support/random-queries/random-resolvers.ts'
import { compare, prepare, printed, schema } from './plan-comparison.ts'

const one = { __typename: 'One', id: '1', sure: 'sure', maybe: 'maybe', one: 'one', things: [] }
const two = { __typename: 'Two', id: '2', sure: 'sure', maybe: null, two: true, things: [] }
const late = <Value>(value: Value) => Promise.resolve(value)
const failing = () => Promise.reject(new Error('late'))
const throwing = () => {
  throw new Error('immediately')
}

test.each([true, false])('a fragment spread twice, once under a condition (%s)', async (m) => {
  const text = `query ($m: Boolean!) { one { id ...F @include(if: $m) } ones { ...F } sureOne { ...F @skip(if: $m) ...F } }
    fragment F on One { sure maybe }`
  await compare(text, () => ({ one, ones: [one], sureOne: one }), { m })
})

test.each([true, false])('a field selected twice, with one occurrence skipped (%s)', async (m) => {
  const text =
    'query ($m: Boolean!) { one { id @skip(if: $m) sure id thing { id } thing @include(if: $m) { sure } } }'
  await compare(text, () => ({ one: { ...one, thing: two } }), { m })
})

test.each<[string, () => unknown]>([
  ['a non-null field fails synchronously', () => ({ one: { ...one, sure: throwing } })],
  ['a non-null field rejects', () => ({ one: { ...one, sure: failing } })],
  ['a non-null field resolves to null', () => ({ one: late({ ...one, sure: late(null) }) })],
  ['an error is returned', () => ({ one: { ...one, maybe: new Error('returned') } })],
  ['objects are promises', () => ({ one: late(late(one)), ones: late([late(one), one]) })],
  ['a field of an item fails synchronously', () => ({ ones: [one, { ...one, sure: throwing }, one] })],
  ['a field of an item rejects', () => ({ ones: [one, { ...one, sure: failing }, one] })],
  ['an item is null', () => ({ ones: [null], things: [null, two] })],
  ['a list field returns a string', () => ({ ones: 'text' })],
  ['a number field returns a string', () => ({ number: 'many' })],
  ['the whole response is null', () => ({ one, sureOne: null })],
  ['the whole response becomes null later', () => ({ one: late(one), sureOne: failing })],
  [
    'a synchronous failure waits for pending fields',
    () => ({ one: { ...one, maybe: failing, sure: throwing } }),
  ],
  [
    'errors below a null are ignored',
    () => ({ one: { ...one, sure: failing, maybe: late(late(new Error('x'))) } }),
  ],
  ['a list of any iterable', () => ({ ones: new Set([one]) })],
  [
    'a getter throws',
    () => ({
      one: {
        ...one,
        get maybe() {
          return throwing()
        },
        get sure() {
          return failing()
        },
      },
    }),
  ],
  ['a source is not an object', () => ({ one: 5 })],
])('%s', async (_what, values) => {
  const text = '{ number one { maybe sure } ones { maybe sure } things { id } sureOne { maybe sure } }'
  await compare(text, () => ({
    one,
    sureOne: one,
    ones: [one],
    things: [one, two],
    number: 1,
    ...(values() ?? {}),
  }))
})

test('a thenable may call back synchronously and more than once', async () => {
  const thenable = createThenable((...callbacks) => late('right').then(...callbacks))
  const hasty = createThenable((resolve) => {
    const answer = Promise.resolve(resolve?.('right'))
    resolve?.('wrong')
    return answer
  })
  expect(await compare('{ one { maybe sure } }', () => ({ one: { maybe: thenable, sure: hasty } }))).toEqual({
    data: { one: { maybe: 'right', sure: 'right' } },
    errors: [],
  })
})

test.each<[string, (value: { __typename: string }) => unknown]>([
  ['synchronously', ({ __typename }) => __typename],
  ['with a promise', ({ __typename }) => late(__typename)],
  ['to undefined', () => undefined],
  ['to a promise of null', () => late(null)],
  ['to an unknown type', () => 'None'],
  ['to another type', () => 'Query'],
  ['to an abstract type', () => 'Thing'],
  ['to a number', () => 5],
  ['to a type object', () => schema.getType('One')],
  ['by throwing', throwing],
  ['by rejecting', failing],
])('an abstract type resolves %s', async (_how, resolve) => {
  const of = buildSchema(printed)
  const thing = of.getType('Thing')
  if (isInterfaceType(thing)) thing.resolveType = resolve as never
  const text =
    '{ thing { id ... on One { one } ... on Two { two } thing { ...F } } things { __typename ...F } } fragment F on Thing { sure maybe }'
  await compare(text, () => ({ thing: late({ ...one, thing: two }), things: [one, late(two), null] }), {}, of)
})

test.each([true, false, late(true), late(false), failing])('isTypeOf returns %s', async (answer) => {
  const of = buildSchema(printed)
  for (const name of ['One', 'Two']) {
    const type = of.getType(name)
    if (isObjectType(type)) type.isTypeOf = () => (typeof answer === 'function' ? answer() : answer)
  }
  const { __typename, ...nameless } = one
  await compare(
    '{ one { id } thing { id } things { id } }',
    () => ({ one, thing: nameless, things: [two] }),
    {},
    of,
  )
})

test('arguments are coerced as in graphql-js, and constants are frozen', async () => {
  const seen: unknown[] = []
  const see = (args: unknown) => {
    seen.push(args)
    return JSON.stringify(args)
  }
  const text = `query ($n: Int, $list: [Int!] = [7]) { one {
    a: one b: one(n: 2, of: { list: 3 }) c: one(n: $n) d: one(of: { list: $list }) e: one(of: { list: [1, $n] }) f: one(of: null)
  } }`
  for (const variables of [{}, { n: 4 }, { n: 4, list: null }, { n: 4, list: [1, 2] }]) {
    await compare(text.replace('$n: Int,', '$n: Int! = 5,'), () => ({ one: { one: see } }), variables)
  }
  await compare('query ($v: String = "x") { text(value: $v) }', () => ({ text: see }), { v: null })
  expect(seen).not.toEqual([])
  const { plans, coerced } = prepare('{ one { one(of: { list: [1] }) } }')
  const plan = plans?.find(coerced)
  expect(plan?.fields[0]?.value.kind).toBe('object')
  const field = plan?.fields[0]?.value.kind === 'object' ? plan.fields[0].value.object.fields[0] : undefined
  const values = field?.arguments.kind === 'constant' ? field.arguments.values : {}
  expect(values).toEqual({ n: 1, of: { list: [1] } })
  expect([values, values.of].every(Object.isFrozen)).toBe(true)
})

test('info has all properties of graphql-js', async () => {
  const infos: GraphQLResolveInfo[] = []
  const see = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    infos.push(info)
    return 'seen'
  }
  await compare(
    'query ($n: Int!) { ones { ...F maybe } } fragment F on One { other: maybe maybe one(n: $n) }',
    () => ({ ones: [{ ...one, maybe: see }] }),
    { n: 3 },
  )
  const [expected, , first] = infos.toSorted((a, b) => Number(a.path.key > b.path.key))
  const describe = (info: GraphQLResolveInfo | undefined) => ({
    ...info,
    rootValue: typeof info?.rootValue,
    path: [info?.path.key, info?.path.typename, info?.path.prev?.key, info?.path.prev?.typename],
  })
  expect(infos).toHaveLength(6)
  expect(describe(first)).toEqual(describe(expected))
})
