import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sweepAccounts } from '../../src/auth/account-sweep.ts'
import { createAttemptCounter, keepFailures, limitAttempts } from '../../src/auth/rate-limits.ts'
import { createConnection } from '../../src/database/connection.ts'
import { createTestDatabase } from '../support/database.ts'
import { insertUser } from '../support/factories.ts'
import { connectionTo } from '../support/postgres.ts'

const { connection, database } = await createTestDatabase()
const { db } = connection
const limit = { name: 'of three', max: 3, windowSeconds: 60 }
const other = { name: 'of one', max: 1, windowSeconds: 60 }

const attempt = (key: string, of = limit, on = db) => limitAttempts(on, [{ limit: of, key: [key] }])
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'counted',
    (error) => error.code,
  )
const countAll = (times: number, key: string, on = db): Promise<string[]> =>
  Promise.all(Array.from({ length: times }, () => codeOf(attempt(key, limit, on))))
const storedCounts = async (name = limit.name): Promise<number[]> => {
  const rows = await db.selectFrom('rate_limits').select('count').where('name', '=', name).execute()
  return rows.map(({ count }) => count)
}
// One second ago, because the current time may be rounded up to milliseconds.
const endWindows = () =>
  db.updateTable('rate_limits').set({ ends_at: sql`now() - interval '1 second'` }).execute()

test('an attempt beyond the limit is rejected with the seconds until the window ends', async () => {
  for (let number = 0; number < 3; number += 1) await attempt('a')

  await expect(attempt('a')).rejects.toMatchObject({
    code: 'TOO_MANY_ATTEMPTS',
    details: { retryAfterSeconds: expect.toSatisfy((seconds) => seconds > 55 && seconds <= 60) },
  })
  expect(await codeOf(attempt('b'))).toBe('counted')
})

test('a new window begins when the first one has ended', async () => {
  await countAll(4, 'window')
  await endWindows()

  expect((await countAll(4, 'window')).sort()).toEqual([
    'TOO_MANY_ATTEMPTS',
    ...['counted', 'counted', 'counted'],
  ])
})

test('a window ends by the clock of the database, not of the server', async () => {
  const endsAt = async () => {
    const row = await db
      .selectFrom('rate_limits')
      .select(sql<number>`extract(epoch from ends_at - now())::float8`.as('seconds'))
      .where('name', '=', 'clock')
      .executeTakeFirstOrThrow()
    return row.seconds
  }
  const realNow = Date.now
  Date.now = () => realNow() + 3_600_000
  try {
    await attempt('clock', { ...limit, name: 'clock' })
  } finally {
    Date.now = realNow
  }

  expect(await endsAt()).toBeGreaterThan(50)
  expect(await endsAt()).toBeLessThanOrEqual(60)
})

test('two servers together allow no more attempts than one', async () => {
  const second = createConnection(connectionTo(database))
  try {
    const answers = await Promise.all([countAll(40, 'shared'), countAll(40, 'shared', second.db)])

    expect(answers.flat().filter((answer) => answer === 'counted')).toHaveLength(3)
  } finally {
    await second.close()
  }
})

test('an attempt rejected by one limit does not count for the others', async () => {
  await attempt('taken', other)
  const before = await storedCounts()

  const both = limitAttempts(db, [
    { limit, key: ['fresh'] },
    { limit: other, key: ['taken'] },
  ])

  expect(await codeOf(both)).toBe('TOO_MANY_ATTEMPTS')
  expect((await storedCounts()).sort()).toEqual(before.sort())
})

test('only failed checks count, not those that succeed or could not be made', async () => {
  const check = async (work: () => Promise<string | undefined>) => {
    const counter = createAttemptCounter(db)
    await counter.count({ ...limit, name: 'checks' }, 'key')
    return keepFailures(counter, work)
  }

  await check(async () => undefined)
  await check(async () => 'right')
  await expect(check(() => Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose')

  expect(await storedCounts('checks')).toEqual([1])
})

test('taking attempts back does not affect concurrent attempts', async () => {
  const names = { first: { ...limit, name: 'x', max: 1000 }, second: { ...limit, name: 'y', max: 1000 } }
  const work = async (number: number) => {
    const counter = createAttemptCounter(db)
    const order = number % 2 === 0 ? [names.first, names.second] : [names.second, names.first]
    for (const each of order) await counter.count(each, 'key')
    if (number % 4 < 2) await counter.takeBack()
  }

  await Promise.all(Array.from({ length: 80 }, (_, number) => work(number)))

  expect([await storedCounts('x'), await storedCounts('y')]).toEqual([[40], [40]])
})

test('an attempt taken back after its window has ended is not subtracted from the next window', async () => {
  const late = { ...limit, name: 'late' }
  const counter = createAttemptCounter(db)
  await counter.count(late, 'key')
  // Windows are distinguished by their end, in milliseconds.
  await sleep(2)
  await endWindows()
  await attempt('key', late)

  await counter.takeBack()

  expect(await storedCounts('late')).toEqual([1])
})

test('expired windows are deleted, and others stay', async () => {
  await db.deleteFrom('rate_limits').execute()
  await countAll(2, 'ended')
  await endWindows()
  await countAll(2, 'current')

  await sweepAccounts(db)

  expect(await storedCounts()).toEqual([2])
})

test('expired codes and clients that have not logged in recently are deleted', async () => {
  const user = await insertUser(db)
  const code = { user_id: user.id, purpose: 'password_reset' } as const
  const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`
  await db
    .insertInto('account_codes')
    .values([
      { ...code, digest: digestOf('0'), expires_at: sql<string>`now()` },
      { ...code, digest: digestOf('1'), expires_at: sql<string>`now() + interval '1 minute'` },
    ])
    .execute()
  await db
    .insertInto('known_clients')
    .values([
      {
        user_id: user.id,
        client: Buffer.alloc(32, 0),
        last_login_at: sql<string>`now() - interval '91 days'`,
      },
      {
        user_id: user.id,
        client: Buffer.alloc(32, 1),
        last_login_at: sql<string>`now() - interval '89 days'`,
      },
    ])
    .execute()

  await sweepAccounts(db)

  const codes = await db.selectFrom('account_codes').select('digest').execute()
  const clients = await db.selectFrom('known_clients').select('client').execute()
  expect(codes).toEqual([{ digest: digestOf('1') }])
  expect(clients).toEqual([{ client: Buffer.alloc(32, 1) }])
})

test('the table contains neither e-mails nor addresses', async () => {
  await attempt('somebody@example.com')

  const { rows } = await sql<{ text: string }>`
    select string_agg(rate_limits::text || encode(key, 'escape'), ' ') as text from rate_limits`.execute(db)

  expect(rows[0]?.text).not.toContain('somebody')
})

test('attempts that can’t be counted are not made', async () => {
  const broken = await createTestDatabase()
  await sql`alter table rate_limits rename to elsewhere`.execute(broken.connection.db)
  let isChecked = false

  const counter = createAttemptCounter(broken.connection.db)
  const work = counter.count(limit, 'key').then(() => {
    isChecked = true
  })

  await expect(work).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(isChecked).toBe(false)
})
