import { expect, inject, onTestFinished, test } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { runAsAdmin } from '../support/postgres.ts'

let database: ExternalDatabase = { tls: false }
const api = await startApi({
  maxConnections: 1,
  reach: async (reached) => {
    database = reached
    return reached
  },
})
const user = await insertUser(api.db)

const rename = () =>
  api.ask('mutation { updateProfile(input: { name: "Other" }) { user { name } } }', {}, user)
const readiness = async () => {
  const response = await fetch(`${api.url}/ready`)
  return [response.status, await response.json()]
}
/** Turns sessions into those of a server that has become a standby. */
const makeReadOnly = () => api.served.pool.query('set default_transaction_read_only = on')

test('a change on a connection to a standby is UNAVAILABLE, and the next one uses another connection', async () => {
  await rename()
  await makeReadOnly()

  const rejected = await rename()

  expect([rejected.status, codesOf(rejected)]).toEqual([503, ['UNAVAILABLE']])
  expect(rejected.errors[0]?.message).toMatch(/is read-only/)
  expect((await rename()).errors).toEqual([])
})

test('a connection to a standby makes the server not ready, and is replaced', async () => {
  await makeReadOnly()

  expect(await readiness()).toMatchObject([503, { checks: { database: 'failed', migrations: 'ok' } }])
  expect(await readiness()).toMatchObject([200, { status: 'ready' }])
})

test('a server whose database is read-only is not ready, but executes queries', async () => {
  await runAsAdmin(database, `alter database ${database.database} set default_transaction_read_only = on`)
  onTestFinished(() => runAsAdmin(inject('adminDatabase'), `alter database ${database.database} reset all`))
  // All connections after this are new ones.
  await makeReadOnly()

  expect((await readiness())[0]).toBe(503)
  expect((await readiness())[0]).toBe(503)
  expect((await api.ask('{ me { id } }', {}, user)).data.me).toEqual({ id: user.id })
  expect((await rename()).status).toBe(503)
})
