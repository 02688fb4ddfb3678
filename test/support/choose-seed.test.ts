import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { chooseSeed } from './choose-seed.ts'

test('in CI the seed is the same each time', () => {
  expect(chooseSeed({ CI: 'true' })).toBe(chooseSeed({ CI: '1' }))
})

test('elsewhere each run has a new seed', () => {
  expect(new Set(Array.from({ length: 5 }, () => chooseSeed({}))).size).toBeGreaterThan(1)
})

test('SEED overrides both; fast-check also has negative seeds', () => {
  expect(chooseSeed({ CI: 'true', SEED: '7' })).toBe(7)
  expect(chooseSeed({ SEED: '-572466535' })).toBe(-572466535)
})

test('a SEED that is no integer is refused', () => {
  expect(() => chooseSeed({ SEED: 'seven' })).toThrow('SEED is seven. It must be an integer.')
})

test('a property that names no seed takes the run’s', () => {
  const { seed } = fc.check(fc.property(fc.integer(), () => undefined))

  expect(seed).toBe(inject('randomSeed'))
})
