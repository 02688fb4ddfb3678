import { stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../src/auth/passwords.ts'
import { createWorkGate } from '../../src/auth/work-gate.ts'

test('no more work runs at once than the gate lets through, and it runs in the order of its coming', async () => {
  const gate = createWorkGate({ maxRunning: 2, maxWaiting: 10 })
  const started: number[] = []
  let running = 0
  let most = 0

  await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      gate.run(async () => {
        started.push(number)
        running += 1
        most = Math.max(most, running)
        await new Promise(setImmediate)
        running -= 1
      }),
    ),
  )

  expect(most).toBe(2)
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

test('work that finds the line full is refused, and the place of work that fails is free again', async () => {
  const gate = createWorkGate({ maxRunning: 1, maxWaiting: 1 })
  const fail = () => Promise.reject(new Error('on purpose'))

  const results = await Promise.allSettled([gate.run(fail), gate.run(fail), gate.run(fail)])

  expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual([
    'on purpose',
    'on purpose',
    'The server is busy. Try again in a moment.',
  ])
  expect(await gate.run(async () => 'next')).toBe('next')
})

test('a flood of hashes leaves threads to others, and refuses those that would wait too long', async () => {
  const startedAt = performance.now()
  const flood = Promise.allSettled(
    Array.from({ length: 150 }, (_, number) => hashPassword(`secret ${number}`)),
  )
  await stat(import.meta.dirname)
  const statMs = performance.now() - startedAt
  const results = await flood

  const floodMs = performance.now() - startedAt
  process.stdout.write(`102 hashes: ${Math.round(floodMs)} ms; a file meanwhile: ${Math.round(statMs)} ms\n`)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(102)
  expect(statMs).toBeLessThan(floodMs / 10)
})

test('a hash is verified with its own parameters, and text that is no hash matches nothing', async () => {
  const hash = await hashPassword('secret')

  expect(await verifyPassword(hash, 'secret')).toBe(true)
  expect(await verifyPassword(hash, 'Secret')).toBe(false)
  for (const text of ['!', '', 'secret', hash.slice(0, -1), `${hash}=`]) {
    expect(await verifyPassword(text, 'secret')).toBe(false)
  }
})
