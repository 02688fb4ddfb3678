import { expect, test } from 'vitest'
import { createAttemptLimit } from '../../src/auth/attempt-limit.ts'
import { toClientKey } from '../../src/auth/attempts.ts'

const windowMs = 1000

/** A limit of three attempts, and a clock that stands still until it is set. */
function createLimit() {
  const clock = { ms: 0 }
  return { clock, limit: createAttemptLimit({ maxAttempts: 3, windowMs, now: () => clock.ms }) }
}

test('the fourth attempt waits for the end of the window that the first one began', () => {
  const { clock, limit } = createLimit()
  for (const ms of [0, 100, 200]) {
    clock.ms = ms
    expect(limit.waitMs('a')).toBe(0)
    limit.add('a')
  }

  expect(limit.waitMs('a')).toBe(800)
  clock.ms = 999
  expect(limit.waitMs('a')).toBe(1)
  clock.ms = 1000
  expect(limit.waitMs('a')).toBe(0)
})

test('a window that has ended leaves nothing to the next one', () => {
  const { clock, limit } = createLimit()
  for (let attempt = 0; attempt < 3; attempt += 1) limit.add('a')
  clock.ms = 1000

  limit.add('a')

  expect(limit.waitMs('a')).toBe(0)
  limit.add('a')
  limit.add('a')
  expect(limit.waitMs('a')).toBe(1000)
})

test('keys do not count for one another, and an attempt taken back does not count', () => {
  const { limit } = createLimit()
  for (let attempt = 0; attempt < 3; attempt += 1) limit.add('a')

  expect(limit.waitMs('b')).toBe(0)
  limit.takeBack('a')
  expect(limit.waitMs('a')).toBe(0)
})

test('a flood of keys drops the oldest ones and takes no more memory than fifty thousand', () => {
  const { limit } = createLimit()
  for (let attempt = 0; attempt < 3; attempt += 1) limit.add('first')
  for (let number = 0; number < 49_999; number += 1) limit.add(`key ${number}`)
  expect(limit.waitMs('first')).toBe(windowMs)

  for (let number = 0; number < 3; number += 1) limit.add('last')

  expect(limit.waitMs('first')).toBe(0)
  expect(limit.waitMs('last')).toBe(windowMs)
})

test('endless keys are cut', () => {
  const { limit } = createLimit()
  for (let attempt = 0; attempt < 3; attempt += 1) limit.add('x'.repeat(1000))

  expect(limit.waitMs('x'.repeat(2000))).toBe(windowMs)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['1::2:3:4:5:6:7', '1:0:2:3'],
])('the address %s counts as %s', (address, key) => {
  expect(toClientKey(address)).toBe(key)
})
