import { stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { hash as hashBcrypt } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { createConcurrencyLimit } from '../../src/auth/concurrency-limit.ts'
import * as passwords from '../../src/auth/passwords.ts'
import { hashPassword, verifyPassword } from '../support/passwords.ts'
import { argon2Job, listStartedJobs } from '../support/started-jobs.ts'

const place = { queue: 'only', client: 'one' }

/** Tasks that run until they are released, in the order in which they start. */
function createTasks() {
  const started: string[] = []
  const ends: (() => void)[] = []
  const task = (name: string) => () => {
    started.push(name)
    const { promise, resolve } = Promise.withResolvers<void>()
    ends.push(resolve)
    return promise
  }
  const endAll = async () => {
    while (ends.length > 0) {
      ends.shift()?.()
      await setImmediate()
    }
  }
  return { started, task, endAll }
}

const codesOf = async (tasks: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(tasks)).map((result) =>
    result.status === 'fulfilled' ? 'done' : result.reason.code,
  )

test('no more tasks than the limit run at once, and those of one client start in order of arrival', async () => {
  const limit = createConcurrencyLimit({ maxRunning: 2, maxWaiting: 10 })
  const started: number[] = []
  let running = 0
  let most = 0

  await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      limit.run(place, async () => {
        started.push(number)
        running += 1
        most = Math.max(most, running)
        await setImmediate()
        running -= 1
      }),
    ),
  )

  expect(most).toBe(2)
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

test('queues take turns, and so do the clients of a queue', async () => {
  const limit = createConcurrencyLimit({ maxRunning: 1, maxWaiting: 10 })
  const { started, task, endAll } = createTasks()
  const run = (queue: string, client: string, name: string) => limit.run({ queue, client }, task(name))
  const all = [
    run('logins', 'x', 'first'),
    ...['a1', 'a2', 'a3'].map((name) => run('logins', 'a', name)),
    run('logins', 'b', 'b1'),
    ...['r1', 'r2'].map((name) => run('registrations', 'c', name)),
  ]

  await endAll()
  await Promise.all(all)

  expect(started).toEqual(['first', 'a1', 'r1', 'b1', 'r2', 'a2', 'a3'])
})

test('a full queue rejects the last task of the client with the most tasks, and none of another queue', async () => {
  const limit = createConcurrencyLimit({ maxRunning: 1, maxWaiting: 3 })
  const { started, task, endAll } = createTasks()
  const run = (queue: string, client: string, name: string) => limit.run({ queue, client }, task(name))
  const tasks = [
    run('logins', 'x', 'first'),
    run('registrations', 'c', 'r1'),
    ...['a1', 'a2', 'a3', 'a4'].map((name) => run('logins', 'a', name)),
    run('logins', 'b', 'b1'),
    run('logins', 'd', 'd1'),
  ]
  expect(limit.isFull('logins')).toBe(true)
  expect(limit.isFull('registrations')).toBe(false)
  void endAll()

  expect(await codesOf(tasks)).toEqual([
    ...['done', 'done', 'done', 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
    ...['done', 'done'],
  ])
  expect(started.sort()).toEqual(['a1', 'b1', 'd1', 'first', 'r1'])
})

test('a task that fails frees its slot', async () => {
  const limit = createConcurrencyLimit({ maxRunning: 1, maxWaiting: 1 })
  const fail = () => Promise.reject(new Error('on purpose'))

  const results = await Promise.allSettled([limit.run(place, fail), limit.run(place, fail)])

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await limit.run(place, async () => 'next')).toBe('next')
})

test('a flood of hashes leaves threads for other work, and is rejected beyond the queue limit', async () => {
  let hashed = 0
  const flood = Promise.allSettled(
    Array.from({ length: 150 }, async (_, number) => {
      await hashPassword(`secret ${number}`)
      hashed += 1
    }),
  )

  await stat(import.meta.dirname)
  const hashedBefore = hashed
  const results = await flood

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(102)
  // If all hashes were queued in the thread pool, the file would be behind nearly all of them.
  expect(hashedBefore).toBeLessThan(10)
})

test('a flood of registrations delays logins by only a few hashes', async () => {
  const flood = Promise.allSettled(
    Array.from({ length: 90 }, (_, number) =>
      passwords.hashPassword('secret', { queue: 'registrations', client: `${number}` }),
    ),
  )
  let isFloodOver = false
  void flood.then(() => {
    isFloodOver = true
  })

  const logins = [1, 2, 3].map(() => passwords.hashPassword('secret', { queue: 'logins', client: 'a' }))
  await Promise.all(logins)

  expect(isFloodOver).toBe(false)
  await flood
})

test('a hash is verified with its own parameters', async () => {
  const hash = await hashPassword('secret')

  expect(await listStartedJobs(() => verifyPassword(hash, 'secret'))).toEqual([argon2Job])
  expect(await listStartedJobs(() => verifyPassword(bcrypt, 'secret'))).toHaveLength(1)
  expect(await verifyPassword(hash, 'secret')).toBe(true)
  expect(await verifyPassword(hash, 'Secret')).toBe(false)
})

const salt = 'c2FsdHNhbHRzYWx0c2FsdA'
const tag = 'A'.repeat(43)
const argon2 = (parameters: string, of = salt, to = tag) => `$argon2id$v=19$${parameters}$${of}$${to}`
const bcrypt = await hashBcrypt('secret', 4)

test.each([
  ['the largest parameters', argon2('m=65536,t=4,p=4')],
  ['the most passes', argon2('m=19456,t=10,p=1')],
  ['the smallest parameters', argon2('m=8,t=1,p=1', 'c2FsdHNhbHQ', 'A'.repeat(22))],
  ['bcrypt', bcrypt],
  ['bcrypt of the highest cost', bcrypt.replace('$04$', '$13$')],
])('a hash with %s is usable', async (_what, hash) => {
  expect(passwords.isUsableHash(hash)).toBe(true)
  expect(await verifyPassword(hash, 'another')).toBe(false)
})

test.each([
  ['no text', ''],
  ['the mark of an account without password', '!'],
  ['a password in clear', 'secret'],
  ['400 passes', argon2('m=19456,t=400,p=1')],
  ['11 passes', argon2('m=8,t=11,p=1')],
  ['2 GiB', argon2('m=2097152,t=1,p=1')],
  ['more than 64 MiB', argon2('m=65537,t=1,p=1')],
  ['64 MiB and five passes', argon2('m=65536,t=5,p=1')],
  ['numbers beyond any integer', argon2(`m=${'9'.repeat(400)},t=1,p=1`)],
  ['no memory', argon2('m=0,t=1,p=1')],
  ['less memory than its lanes need', argon2('m=31,t=1,p=4')],
  ['no pass', argon2('m=8,t=0,p=1')],
  ['no lane', argon2('m=8,t=1,p=0')],
  ['five lanes', argon2('m=64,t=1,p=5')],
  ['negative numbers', argon2('m=-8,t=1,p=1')],
  ['fractions', argon2('m=8.5,t=1,p=1')],
  ['exponents', argon2('m=8e3,t=1,p=1')],
  ['white space', argon2('m= 8,t=1,p=1')],
  ['parameters in another order', argon2('t=1,m=8,p=1')],
  ['a parameter missing', argon2('m=8,t=1')],
  ['another version', argon2('m=8,t=1,p=1').replace('v=19', 'v=16')],
  ['argon2i', argon2('m=8,t=1,p=1').replace('argon2id', 'argon2i')],
  ['argon2d', argon2('m=8,t=1,p=1').replace('argon2id', 'argon2d')],
  ['a short salt', argon2('m=8,t=1,p=1', 'c2FsdA')],
  ['a long salt', argon2('m=8,t=1,p=1', 'c2Fs'.repeat(22))],
  ['a tag of one byte', argon2('m=8,t=1,p=1', salt, 'AA')],
  ['a long tag', argon2('m=8,t=1,p=1', salt, 'A'.repeat(88))],
  ['a tag of a megabyte', argon2('m=8,t=1,p=1', salt, 'A'.repeat(1_000_000))],
  ['padding', argon2('m=8,t=1,p=1', salt, `${tag}=`)],
  ['a line break at its end', `${argon2('m=8,t=1,p=1')}\n`],
  ['bcrypt of cost 31', bcrypt.replace('$04$', '$31$')],
  ['bcrypt of cost 14', bcrypt.replace('$04$', '$14$')],
  ['bcrypt of cost 3', bcrypt.replace('$04$', '$03$')],
  ['bcrypt of cost 99', bcrypt.replace('$04$', '$99$')],
  ['bcrypt cut short', bcrypt.slice(0, -1)],
  ['bcrypt with another character', `${bcrypt.slice(0, -1)}*`],
  ['another bcrypt', bcrypt.replace('$2b$', '$2x$')],
])('a hash with %s is unusable and is not computed', async (_what, hash) => {
  const jobs = await listStartedJobs(async () => {
    expect(passwords.isUsableHash(hash)).toBe(false)
    expect(await verifyPassword(hash, 'secret')).toBe(false)
  })

  expect(jobs).toEqual([])
})

test.each(['a\0b', '\ud800', 'x'.repeat(1_000_000), ''])(
  'no password makes verification throw',
  async (password) => {
    const hashes = [bcrypt, await hashPassword('secret')]

    expect(await Promise.all(hashes.map((hash) => verifyPassword(hash, password)))).toEqual([false, false])
  },
)
