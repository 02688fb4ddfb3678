import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { createDatabaseProxy, type DatabaseProxy } from '../support/database-proxy.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { hashPassword } from '../support/passwords.ts'

const password = 'correct horse battery staple'
const passwordHash = await hashPassword(password)
const proxies: DatabaseProxy[] = []
const api = await startApi({
  reach: async (database) => {
    const proxy = await createDatabaseProxy(database)
    proxies.push(proxy)
    return proxy.database
  },
})
const busy = await startApi({ statementTimeoutMs: 1_500, maxConnections: 2 })
const user = await insertUser(api.db, { email: 'ada@example.com', password: passwordHash })
const busyUser = await insertUser(busy.db)
const answers: Answer[] = []

/** Sends a query and keeps the response for the last test. */
async function ask(...request: Parameters<typeof api.ask>): Promise<Answer> {
  const answer = await api.ask(...request)
  answers.push(answer)
  return answer
}

const logIn = () =>
  ask(
    `mutation { login(input: { email: "ada@example.com", password: "${password}" }) { token user { id } } }`,
  )
const { token } = (await logIn()).data.login

/** Makes statements that read contracts wait until the test ends. */
async function lockContracts(): Promise<void> {
  const transaction = await busy.db.startTransaction().execute()
  onTestFinished(async () => {
    await transaction.rollback().execute()
  })
  await sql`lock table contracts in access exclusive mode`.execute(transaction)
}

test('a statement that takes too long is a TIMEOUT of its field, and the other fields have data', async () => {
  await lockContracts()

  const answer = await busy.ask('{ me { id contracts { totalCount } } node: __typename }', {}, busyUser)

  expect(codesOf(answer)).toEqual(['TIMEOUT'])
  expect([answer.status, answer.data]).toEqual([200, { me: null, node: 'Query' }])
})

test('a request that gets no connection fails within seconds', async () => {
  const held = [await busy.served.pool.connect(), await busy.served.pool.connect()]
  const started = performance.now()

  const answer = await busy.ask('{ me { id } }', {}, busyUser)

  expect([answer.status, answer.retryAfter, ...codesOf(answer)]).toEqual([503, '1', 'UNAVAILABLE'])
  expect(performance.now() - started).toBeLessThan(10_000)
  for (const connection of held) connection.release()
  expect((await busy.ask('{ me { id } }', {}, busyUser)).status).toBe(200)
})

test('connections closed by the database are replaced without an error', async () => {
  expect((await ask('{ me { id } }', {}, user)).status).toBe(200)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(api.db)
  await expect.poll(() => api.served.pool.totalCount, { timeout: 10_000 }).toBe(0)

  expect((await ask('{ me { id } }', {}, user)).data.me).toEqual({ id: user.id })
})

test('requests are UNAVAILABLE while the database is unreachable, and succeed afterwards', async () => {
  const [proxy = expect.unreachable()] = proxies
  await proxy.close()

  const unavailable = [await ask('{ me { id } }', {}, user), await logIn()]
  expect(unavailable.map(({ status }) => status)).toEqual([503, 503])
  expect(unavailable.flatMap(codesOf)).toEqual(['UNAVAILABLE', 'UNAVAILABLE'])
  const reasons = api
    .log()
    .split('\n')
    .filter((line) => line.includes('ECONNREFUSED'))
  // A repeated failure is only counted.
  expect(reasons.map((line) => JSON.parse(line).err.code)).toEqual(['UNAVAILABLE'])
  expect((await ask('{ me { id } }')).data).toEqual({ me: null })

  await proxy.open()
  expect((await ask('{ me { id } }', {}, user)).data.me).toEqual({ id: user.id })
})

test('an unexpected failure is masked, and logged with the id that the client gets', async () => {
  await insertContract(api.db, { user_id: user.id, name: 'Kept' })
  await sql`alter table contract_competitors rename to lost_table`.execute(api.db)
  onTestFinished(async () => {
    await sql`alter table lost_table rename to contract_competitors`.execute(api.db)
  })

  const answer = await ask(
    '{ me { name } contracts { edges { node { name competitors { id } } } } }',
    {},
    user,
  )

  const [error = expect.unreachable()] = answer.errors
  const { code, errorId } = error.extensions
  expect([answer.status, code, answer.data]).toEqual([500, 'INTERNAL', null])
  expect(answer.text).not.toContain('contract_competitors')
  const line =
    api
      .log()
      .split('\n')
      .find((text) => text.includes(errorId ?? 'no id')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({
    ...{ level: 50, errorId, path: ['contracts', 'edges', 0, 'node', 'competitors'] },
    err: { message: 'relation "contract_competitors" does not exist', code: '42P01' },
  })
})

test('a failure before execution is masked in the same way', async () => {
  await sql`alter table users rename to lost_users`.execute(api.db)
  onTestFinished(async () => {
    await sql`alter table lost_users rename to users`.execute(api.db)
  })

  const answer = await ask('{ me { name } }', {}, user)

  const errorId = answer.errors[0]?.extensions.errorId
  expect([answer.status, ...codesOf(answer)]).toEqual([500, 'INTERNAL'])
  expect(answer.text).not.toContain('users')
  expect(api.log()).toContain(errorId)
})

test('no response and no log line contains a secret or SQL', async () => {
  await ask('{ me { id } }', {}, { headers: { authorization: `Bearer ${token}x` } })
  await ask('mutation ($input: RegisterInput!) { register(input: $input) { token } }', {
    input: { password },
  })
  const { api_key: digest } = await api.db.selectFrom('users').select('api_key').executeTakeFirstOrThrow()
  const { password: databasePassword } = proxies[0]?.database ?? {}
  const secrets = [passwordHash, digest, user.apiKey, api.jwtSecret, databasePassword ?? 'no password']
  const texts = answers.map(({ text }) => text).join('\n')

  for (const secret of secrets) expect(texts).not.toContain(secret)
  for (const secret of [...secrets, password, token]) expect(api.log() + busy.log()).not.toContain(secret)
  for (const text of [texts, api.log(), busy.log()]) {
    expect(text).not.toMatch(/postgres(ql)?:\/\/|select "|insert into|argon2id|sha256:|\$1/)
  }
})
