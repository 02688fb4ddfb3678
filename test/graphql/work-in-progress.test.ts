import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { hashPassword } from '../support/passwords.ts'

const password = 'correct horse battery staple'
const passwordHash = await hashPassword(password)
const api = await startApi({ maxConnections: 20 })
const statementsOfUser = 6
/** Blocked requests would wait forever; this is long enough for a busy machine. */
const soonMs = 10_000
const other = await insertUser(api.db)
await insertContract(api.db, { user_id: other.id })

const login = (email: string) =>
  api.ask(`mutation { login(input: { email: "${email}", password: "${password}" }) { token user { id } } }`)

/** Runs the statement in a session that keeps its locks until the test ends, or `release` is called. */
async function holdLocks(statement: ReturnType<typeof sql>): Promise<{ release(): Promise<void> }> {
  const transaction = await api.db.startTransaction().execute()
  let isHeld = true
  const release = async () => {
    if (isHeld) await transaction.rollback().execute()
    isHeld = false
  }
  onTestFinished(release)
  await statement.execute(transaction)
  return { release }
}

/** Milliseconds until requests of all other callers have succeeded. */
async function serveOthers(): Promise<number> {
  const startedAt = performance.now()
  const [ready, anonymous, list] = await Promise.all([
    fetch(`${api.url}/ready`),
    api.ask('{ me { id } }'),
    api.ask('{ me { id } contracts { totalCount edges { node { name } } } }', {}, other),
  ])
  expect([ready.status, anonymous.status, anonymous.data]).toEqual([200, 200, { me: null }])
  expect([list.status, list.errors, list.data.contracts.totalCount]).toEqual([200, [], 1])
  return performance.now() - startedAt
}

/** Requests that wait for a lock may fail with a code that tells the client to retry. */
const isFatal = (code: string) => !['BUSY', 'TOO_MANY_REQUESTS'].includes(code)

const countActive = async () => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(api.db)
  return rows[0]?.count ?? 0
}

test('sixty updates that wait for the same row use six connections and delay no other caller', async () => {
  const user = await insertUser(api.db)
  const { id } = await insertContract(api.db, { user_id: user.id })
  const known = await insertUser(api.db, { password: passwordHash })
  const locks = await holdLocks(sql`select from contracts where id = ${id} for update`)
  const update = `mutation { updateContract(input: { id: "${id}", name: "New" }) { contract { name } } }`

  const updates = Promise.all(Array.from({ length: 60 }, () => api.ask(update, {}, user)))
  await expect.poll(countActive, { timeout: soonMs }).toBe(statementsOfUser)

  expect(await serveOthers()).toBeLessThan(soonMs)
  expect((await login(known.email)).errors).toEqual([])
  expect(await countActive()).toBeLessThanOrEqual(statementsOfUser)
  await locks.release()
  expect((await updates).flatMap(codesOf).filter(isFatal)).toEqual([])
})

test('logins succeed while an import holds the rows of their accounts', async () => {
  const users = await Promise.all(
    Array.from({ length: 20 }, () => insertUser(api.db, { password: passwordHash })),
  )
  const ids = users.map(({ id }) => id)
  await holdLocks(sql`select from users where id = any(${ids}::uuid[]) for update`)

  const logins = Promise.all(users.map(({ email }) => login(email)))
  const othersMs = await serveOthers()

  expect((await logins).flatMap(codesOf)).toEqual([])
  expect(othersMs).toBeLessThan(soonMs)
  expect(await countActive()).toBe(0)
})

test('a login is recorded only if its row is not locked', async () => {
  const { id, email } = await insertUser(api.db, { password: passwordHash })
  const readLogin = () =>
    api.db.selectFrom('users').select('last_login').where('id', '=', id).executeTakeFirstOrThrow()
  const locks = await holdLocks(sql`select from users where id = ${id} for update`)
  await login(email)
  expect(await readLogin()).toEqual({ last_login: null })
  await locks.release()

  await login(email)

  expect(await readLogin()).toEqual({ last_login: expect.any(Date) })
})

test('one request with many slow statements uses six connections; its other statements wait', async () => {
  const user = await insertUser(api.db)
  const locks = await holdLocks(sql`lock table chat_sessions in access exclusive mode`)
  const fields = Array.from(
    { length: 20 },
    (_, place) => `a${place}: chatSessions(first: ${place + 1}) { edges { node { id } } }`,
  )

  const answer = api.ask(`{ ${fields.join(' ')} }`, {}, user)
  await expect.poll(countActive, { timeout: soonMs }).toBe(statementsOfUser)

  expect(await serveOthers()).toBeLessThan(soonMs)
  expect(await countActive()).toBeLessThanOrEqual(statementsOfUser)
  await locks.release()
  expect(codesOf(await answer).filter(isFatal)).toEqual([])
})

test('expensive queries of one caller are executed one at a time, and others are not affected', async () => {
  const user = await insertUser(api.db)
  const query = `query ($n: Int) { chatSessions(first: $n) { edges { node { messages(first: 100) { edges { node { id } } } } } } }`
  // At first Apollo Server executes the query, later its plan.
  for (let time = 0; time < 2; time++) {
    const locks = await holdLocks(sql`lock table chat_sessions in access exclusive mode`)

    // With different sizes, because requests with the same size share a statement.
    const expensive = Promise.all([97, 98, 99].map((n) => api.ask(query, { n }, user)))
    const cheap = Promise.all([1, 2].map((n) => api.ask(query, { n }, user)))
    await expect.poll(countActive, { timeout: soonMs }).toBe(1 + 2)
    await sleep(100)

    expect(await countActive()).toBe(1 + 2)
    await locks.release()
    expect([...(await expensive), ...(await cheap)].flatMap(codesOf).filter(isFatal)).toEqual([])
  }
})

test('a caller with too many requests in progress gets the time to retry, and others are not affected', async () => {
  const user = await insertUser(api.db)
  const locks = await holdLocks(sql`lock table chat_sessions in access exclusive mode`)
  // With different sizes, because requests with the same size share a statement.
  const ask = (size: number) =>
    api.ask(`{ chatSessions(first: ${size}) { edges { node { id } } } }`, {}, user)

  const answers = Promise.all(Array.from({ length: 140 }, (_, place) => ask((place % 100) + 1)))
  await expect.poll(countActive, { timeout: soonMs }).toBe(statementsOfUser)
  const rejected = await ask(1)

  expect([rejected.status, rejected.retryAfter, rejected.data]).toEqual([429, '1', undefined])
  expect(rejected.errors[0]).toMatchObject({
    message: 'You have 32 requests in progress, which is the limit. Wait for some of them to finish.',
    extensions: { code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 1 },
  })
  expect(await serveOthers()).toBeLessThan(soonMs)
  await locks.release()
  const refusals = (await answers).filter(({ status }) => status === 429)
  expect(refusals.length).toBeGreaterThanOrEqual(140 - 128)
  expect((await ask(1)).status).toBe(200)
})

test('requests of disconnected clients count until their statements end', async () => {
  const user = await insertUser(api.db)
  const locks = await holdLocks(sql`lock table chat_sessions in access exclusive mode`)
  const leave = async (_: unknown, place: number) => {
    const controller = new AbortController()
    const asked = fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': user.apiKey },
      body: JSON.stringify({ query: `{ chatSessions(first: ${place + 1}) { edges { node { id } } } }` }),
      signal: controller.signal,
    })
    await expect.poll(countActive, { timeout: soonMs }).toBeGreaterThan(0)
    controller.abort()
    await expect(asked).rejects.toThrow()
  }

  await Promise.all(Array.from({ length: 20 }, leave))
  await Promise.all(Array.from({ length: 20 }, leave))

  expect(await countActive()).toBeLessThanOrEqual(statementsOfUser)
  expect(await serveOthers()).toBeLessThan(soonMs)
  await locks.release()
  await expect.poll(countActive, { timeout: soonMs }).toBe(0)
  expect((await api.ask('{ chatSessions { totalCount } }', {}, user)).errors).toEqual([])
})
