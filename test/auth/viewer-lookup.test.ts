import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'

const api = await startApi()

test('concurrent requests share the statement that finds their viewers', async () => {
  const users = await Promise.all(Array.from({ length: 10 }, () => insertUser(api.db)))
  const askAll = () => Promise.all(users.map((user) => api.ask('{ me { id } }', {}, user)))
  await askAll()
  let answers: Awaited<ReturnType<typeof askAll>> = []
  const statements = await api.statementsOf(async () => {
    // The first look-ups wait for the lock, so that all requests arrive in time.
    const asking = await api.db.transaction().execute(async (trx) => {
      await sql`lock table users in access exclusive mode`.execute(trx)
      const sent = askAll()
      await sleep(500)
      return { sent }
    })
    answers = await asking.sent
  })
  expect(answers.map(({ data }) => data.me.id)).toEqual(users.map(({ id }) => id))
  const lookups = statements.filter((text) => text.includes('api_key'))
  expect(lookups.length).toBeLessThan(users.length)
})

test('a wrong key does not affect other keys in the same statement', async () => {
  const user = await insertUser(api.db)
  const wrong = { apiKey: 'mg_wrong' }
  const [right, refused] = await Promise.all(
    [user, wrong].map((sender) => api.ask('{ me { id } }', {}, sender)),
  )
  expect(right?.data.me.id).toBe(user.id)
  expect(refused?.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
})
