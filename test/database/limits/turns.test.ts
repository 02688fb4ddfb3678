import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Turns } from '../../../src/database/limits/caller.ts'

const createTurns = (limits: { maxRunning?: number; maxWaiting?: number; maxWaitMs?: number } = {}) =>
  new Turns({ maxRunning: 1, maxWaiting: 2, maxWaitMs: 5_000, refuse: () => new Error('busy'), ...limits })

test('turns are given in order of arrival, and no task overtakes a waiting one', async () => {
  const turns = createTurns()
  const order: string[] = []
  await turns.enter()
  const first = turns.enter().then(() => order.push('first'))
  const second = turns.enter().then(() => order.push('second'))

  turns.leave()
  expect(turns.tryEnter()).toBe(false)
  await first
  turns.leave()
  await second

  expect(order).toEqual(['first', 'second'])
  turns.leave()
  expect(turns.tryEnter()).toBe(true)
})

test('a full queue rejects immediately', async () => {
  const turns = createTurns({ maxWaiting: 1 })
  await turns.enter()
  const waiting = turns.enter()

  await expect(turns.enter()).rejects.toThrow('busy')

  turns.leave()
  await waiting
})

test('a task that gave up waiting does not get a turn later', async () => {
  const turns = createTurns({ maxWaitMs: 20 })
  await turns.enter()

  await expect(turns.enter()).rejects.toThrow('busy')
  turns.leave()

  expect(turns.tryEnter()).toBe(true)
  await sleep(30)
  expect(turns.tryEnter()).toBe(false)
})
