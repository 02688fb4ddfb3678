import { expect, test } from 'vitest'
import { maxSelections } from '../../src/graphql/execution/query-plans.ts'
import { prepare } from './plan-comparison.ts'

test('a condition that is null, missing or of the wrong type has no plan', () => {
  const text = 'query ($b: Boolean = true) { one @include(if: $b) { id } }'
  expect(prepare(text, { b: null }).plans?.find({ b: null })).toBeUndefined()
  expect(prepare(text).plans?.find({})).toBeUndefined()
  expect(prepare(text).plans?.find({ b: true })).toBeDefined()
})

test('a response key __proto__ has no plan, and neither has a mutation', () => {
  const { plans, coerced } = prepare('{ one { __proto__: id } }')
  expect(plans?.find(coerced)).toBeUndefined()
})

test('all plans of one query share a limit for every combination of conditions', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const fields = Array.from({ length: 150 }, (_, at) => `x${at}: number @skip(if: $${names[at % 6]})`)
  const { plans } = prepare(
    `query (${names.map((name) => `$${name}: Boolean!`).join(', ')}) { ${fields.join(' ')} }`,
    Object.fromEntries(names.map((name) => [name, true])),
  )
  const found = Array.from({ length: 64 }, (_, bits) =>
    plans?.find(Object.fromEntries(names.map((name, at) => [name, (bits & (1 << at)) !== 0]))),
  )
  expect(found.filter((plan) => plan !== undefined)).toHaveLength(maxSelections / 150)
  expect(plans?.countSelections()).toBeLessThanOrEqual(maxSelections)
})

test('a query with many conditions has no plan', () => {
  const names = Array.from({ length: 7 }, (_, at) => `v${at}`)
  const text = `query (${names.map((name) => `$${name}: Boolean!`)}) { ${names.map((name) => `${name}: number @skip(if: $${name})`).join(' ')} }`
  expect(prepare(text, Object.fromEntries(names.map((name) => [name, true]))).plans).toBeUndefined()
})

test('plans for nested abstract types stay within the limit', () => {
  const nest = (depth: number): string => (depth === 0 ? 'id' : `thing { id ${nest(depth - 1)} }`)
  const before = performance.now()
  const { plans, coerced } = prepare(`{ ${nest(30)} }`)
  expect(plans?.find(coerced)).toBeUndefined()
  expect(performance.now() - before).toBeLessThan(5_000)
})
