import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { chooseSeed } from './choose-seed.ts'

test('the seed in CI is always the same', () => {
  expect(chooseSeed({ CI: 'true' })).toBe(chooseSeed({ CI: '1' }))
})

test('outside CI each run has a new seed', () => {
  expect(new Set(Array.from({ length: 5 }, () => chooseSeed({}))).size).toBeGreaterThan(1)
})

test('SEED overrides both, and may be negative', () => {
  expect(chooseSeed({ CI: 'true', SEED: '7' })).toBe(7)
  expect(chooseSeed({ SEED: '-572466535' })).toBe(-572466535)
})

test('a SEED that is not an integer is refused', () => {
  expect(() => chooseSeed({ SEED: 'seven' })).toThrow('SEED is seven. It must be an integer.')
})

test('a property without a seed uses the seed of the run', () => {
  const { seed } = fc.check(fc.property(fc.integer(), () => undefined))

  expect(seed).toBe(inject('randomSeed'))
})
