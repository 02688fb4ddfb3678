import { hash } from '@node-rs/bcrypt'
import { beforeEach, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { clearTables, countsOf, dumpTables, importFiles, listRejects, runJob } from '../support/imports.ts'
import { legacyContract, legacyUser } from '../support/legacy-records.ts'

const api = await startApi()
const connection = api.jobs
const { pool } = connection

beforeEach(() => clearTables(connection))

test.each(['skip', 'update_if_newer'] as const)(
  'with %s, a placeholder owner becomes the real user',
  async (onConflict) => {
    const password = await hash('keeps-bees', 4)
    const user = legacyUser({ email: 'real@example.org', password })
    const contract = legacyContract(user.id)
    const made = await importFiles(
      connection,
      { 'contracts.json': [contract] },
      { orphans: 'placeholder_owner' },
    )
    const login = `mutation { login(input: { email: "real@example.org", password: "keeps-bees" }) { user { id } } }`
    expect((await api.ask(login)).errors).toMatchObject([{ extensions: { code: 'INVALID_CREDENTIALS' } }])
    const real = await importFiles(
      connection,
      { 'users.json': [user], 'contracts.json': [contract] },
      { onConflict },
    )
    expect(countsOf(real, 'users')).toMatchObject({ updated: 1, inserted: 0, verified: 1 })
    expect(countsOf(real, 'contracts')).toMatchObject({ unchanged: 1 })
    const { data } = await api.ask(login)
    expect(data.login.user).toEqual({ id: user.id })
    const early = await runJob(connection, 'revert', made.id, { isDryRun: true })
    expect(await listRejects(connection, early.id)).toMatchObject([
      {
        code: 'CHANGED_SINCE',
        message: expect.stringContaining(`Import ${real.id} has imported the real user`),
      },
    ])
  },
)

test('reverting the real user restores the placeholder owner, which is kept while it is needed', async () => {
  const user = legacyUser()
  const orphans = { orphans: 'placeholder_owner' } as const
  const made = await importFiles(connection, { 'contracts.json': [legacyContract(user.id)] }, orphans)
  const before = await dumpTables(connection)
  const real = await importFiles(connection, { 'users.json': [user] })
  await pool.query(`update users set last_login = now()`)
  const changed = await runJob(connection, 'revert', real.id, { isDryRun: true })
  expect(countsOf(changed, 'users')).toMatchObject({ restored: 0, rejected: 1 })
  await pool.query(`alter table users disable trigger users_touch; update users set last_login = null,
    updated_at = created_at; alter table users enable trigger users_touch`)
  await runJob(connection, 'revert', real.id)
  expect(await dumpTables(connection)).toEqual(before)
  await pool.query('update contracts set name = $1', ['Chosen here'])
  const kept = await runJob(connection, 'revert', made.id)
  expect(countsOf(kept, 'users')).toMatchObject({ read: 1, removed: 0, rejected: 1 })
  expect(await listRejects(connection, kept.id)).toMatchObject([
    { kind: 'contracts', code: 'CHANGED_SINCE' },
    { kind: 'users', code: 'HAS_DEPENDENTS', file: '' },
  ])
})
