import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addToDigest, createDigest, digestText } from '../../../src/import/records/digest.ts'

const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/)

function digestOf(hashes: readonly string[]): string {
  const digest = createDigest()
  for (const one of hashes) addToDigest(digest, one)
  return digestText(digest)
}

test('a digest is the sum of the hashes modulo 2^256, in any order', () => {
  fc.assert(
    fc.property(fc.array(sha256), (hashes) => {
      const sum = hashes.reduce((total, one) => total + BigInt(`0x${one}`), 0n) % 2n ** 256n
      const expected = sum.toString(16).padStart(64, '0')
      expect(digestOf(hashes)).toBe(expected)
      expect(digestOf(hashes.toReversed())).toBe(expected)
    }),
  )
})

test('sums wrap around at 2^256', () => {
  const one = `${'0'.repeat(63)}1`
  expect(digestOf(['f'.repeat(64), one])).toBe('0'.repeat(64))
  expect(digestOf(['f'.repeat(64), 'f'.repeat(64)])).toBe(`${'f'.repeat(63)}e`)
})

test('the digest of one record is its hash', () => {
  const only = hash('sha256', 'record', 'hex')
  expect(digestOf([only])).toBe(only)
  expect(digestOf([])).toBe('0'.repeat(64))
})
