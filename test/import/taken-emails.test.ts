import { hash } from '@node-rs/bcrypt'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  createImportRequest,
  createRetry,
  createTakeOver,
  listRenamedUsers,
} from '../../src/import/import.rules.ts'
import { formatClosingReport } from '../../src/import/report/closing-report.ts'
import { formatMarkdownReport, readReport } from '../../src/import/report/markdown-report.ts'
import { startApi } from '../support/api.ts'
import { exportTree, listRecords, readTree } from '../support/exports.ts'
import { insertUser } from '../support/factories.ts'
import {
  clearTables,
  countsOf,
  createTestRunner,
  dumpTables,
  getJob,
  importFiles,
  importTree,
  listRejects,
  runJob,
  writeTree,
} from '../support/imports.ts'
import { type LegacyRecord, legacyContract, legacyUser } from '../support/legacy-records.ts'
import { holdBatch } from '../support/paused-imports.ts'

const api = await startApi()
const connection = api.jobs
const { pool } = connection
const rename = { onEmailTaken: 'rename' } as const

beforeEach(() => clearTables(connection))

async function emailOf({ id }: LegacyRecord): Promise<string> {
  const { rows } = await pool.query('select email from users where id = $1', [id])
  return rows[0]?.email
}

function substituteOf({ id }: LegacyRecord): string {
  return `renamed+${id}@metagauge.invalid`
}

describe('a user with a taken e-mail is rejected by default', () => {
  const remedy =
    'already has this e-mail. Change one of the two e-mails, or use --on-email-taken rename (onEmailTaken: RENAME) ' +
    'to import this user with a substitute e-mail.'

  test('the reject names the account that was created here', async () => {
    const { id } = await insertUser(connection.db, { email: 'here@example.org' })
    const job = await importFiles(connection, { 'users.json': [legacyUser({ email: 'Here@Example.org' })] })
    expect(await listRejects(connection, job.id)).toMatchObject([
      { code: 'EMAIL_TAKEN', message: `User ${id}, who was created here, ${remedy}` },
    ])
  })

  test('the reject names the closed account that an earlier import created', async () => {
    const earlier = legacyUser({ email: 'here@example.org', isActive: false })
    await importFiles(connection, { 'users.json': [earlier] })
    const job = await importFiles(connection, { 'users.json': [legacyUser({ email: ' here@example.org' })] })
    expect(await listRejects(connection, job.id)).toMatchObject([
      { message: `User ${earlier.id}, who was imported earlier and is closed, ${remedy}` },
    ])
  })

  test('the reject names the other user of the same file, also for another normal form and case', async () => {
    const first = legacyUser({ email: 'caf\u00e9@example.org' })
    const second = legacyUser({ email: 'CAFE\u0301@example.org' })
    const job = await importFiles(connection, { 'users.json': [first, second] })
    expect(await listRejects(connection, job.id)).toMatchObject([
      { message: `User ${first.id}, who is also in this source, ${remedy}` },
    ])
  })

  test('a retry with RENAME imports it with its records', async () => {
    await insertUser(connection.db, { email: 'here@example.org' })
    const user = legacyUser({ email: 'here@example.org' })
    const contract = legacyContract(user.id)
    const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
    const { request, input } = createRetry(job, rename, null)
    const retry = await runJob(connection, 'retry', job.id, { ...request, input })
    expect(countsOf(retry, 'users')).toMatchObject({ read: 1, inserted: 1, verified: 1 })
    expect(countsOf(retry, 'contracts')).toMatchObject({ read: 1, inserted: 1, verified: 1 })
    expect(retry.onEmailTaken).toBe('rename')
    expect(await emailOf(user)).toBe(substituteOf(user))
  })
})

/** Reads the e-mails of an export's users. */
async function listExportedEmails(layout: 'era1' | 'era2' = 'era1') {
  const files = await readTree(await exportTree(connection, layout))
  return listRecords(files['users.json'] ?? '').map(({ email }) => email)
}

describe('with RENAME, a user with a taken e-mail gets a substitute', () => {
  const first = legacyUser({ email: 'caf\u00e9@example.org', createdAt: '2025-01-01T00:00:00.000Z' })
  const second = legacyUser({ email: 'CAF\u00c9@example.org', createdAt: '2025-01-02T00:00:00.000Z' })
  const third = legacyUser({ email: ' cafe\u0301@example.org', createdAt: '2025-01-03T00:00:00.000Z' })
  const users = [first, second, third]
  const contracts = users.map(({ id }) => legacyContract(id))

  test.each([
    ['era1', { 'contracts.json': contracts }],
    [
      'era2',
      Object.fromEntries(
        contracts.map((contract) => [`users/${contract.userId}/contracts.json`, [contract]]),
      ),
    ],
  ] as const)('from files of %s, and the export restores the e-mail', async (layout, files) => {
    const job = await importFiles(connection, { 'users.json': users, ...files }, rename)
    expect(job.errorMessage).toBeNull()
    expect(countsOf(job, 'users')).toMatchObject({ read: 3, inserted: 3, rejected: 0, verified: 3 })
    expect(countsOf(job, 'contracts')).toMatchObject({ read: 3, inserted: 3, verified: 3 })
    expect(job.warnings).toMatchObject({ users: { EMAIL_RENAMED: 2 } })
    expect(await Promise.all(users.map(emailOf))).toEqual([
      'caf\u00e9@example.org',
      substituteOf(second),
      substituteOf(third),
    ])
    expect(await listExportedEmails(layout)).toEqual([first.email, second.email, third.email])
  })

  test('the same import again changes nothing, with either policy', async () => {
    const directory = await writeTree({ 'users.json': users, 'contracts.json': contracts })
    await importTree(connection, directory, rename)
    const before = await dumpTables(connection)
    for (const options of [rename, {}]) {
      const job = await importTree(connection, directory, options)
      expect(countsOf(job, 'users')).toMatchObject({ read: 3, unchanged: 3, rejected: 0, warnings: 0 })
    }
    expect(await dumpTables(connection)).toEqual(before)
  })

  test('a verification finds it unchanged, and finds another e-mail', async () => {
    const job = await importFiles(connection, { 'users.json': users }, rename)
    const verified = await runJob(connection, 'verify', job.id)
    expect(countsOf(verified, 'users')).toMatchObject({ read: 3, verified: 3, rejected: 0 })
    await pool.query(`alter table users disable trigger users_touch`)
    await pool.query('update users set email = $1 where id = $2', ['other@metagauge.invalid', third.id])
    await pool.query(`alter table users enable trigger users_touch`)
    const damaged = await runJob(connection, 'verify', job.id)
    expect(countsOf(damaged, 'users')).toMatchObject({ read: 3, verified: 2, rejected: 1 })
  })

  test('a revert removes it', async () => {
    await insertUser(connection.db, { email: 'caf\u00e9@example.org' })
    const before = await dumpTables(connection)
    const job = await importFiles(connection, { 'users.json': users, 'contracts.json': contracts }, rename)
    expect(job.warnings).toMatchObject({ users: { EMAIL_RENAMED: 3 } })
    const reverted = await runJob(connection, 'revert', job.id)
    expect(countsOf(reverted, 'users')).toMatchObject({ read: 3, removed: 3, rejected: 0 })
    expect(await dumpTables(connection)).toEqual(before)
  })

  test('a newer record keeps the substitute while the e-mail is taken, with either policy', async () => {
    await importFiles(connection, { 'users.json': users }, rename)
    for (const [index, policy] of [{}, rename].entries()) {
      const updatedAt = `203${index}-01-01T00:00:00.000Z`
      const newer = { ...second, name: `Newer ${index}`, updatedAt }
      const job = await importFiles(
        connection,
        { 'users.json': [newer] },
        { ...policy, onConflict: 'update_if_newer' },
      )
      expect(countsOf(job, 'users')).toMatchObject({ updated: 1, rejected: 0, verified: 1 })
      expect(job.warnings).toMatchObject({ users: { EMAIL_RENAMED: 1 } })
      expect(await emailOf(second)).toBe(substituteOf(second))
    }
  })

  test('a newer record gets its e-mail once no account has it', async () => {
    await importFiles(connection, { 'users.json': [first, second] }, rename)
    await pool.query('update users set email = $1 where id = $2', ['moved@example.org', first.id])
    const newer = { ...second, updatedAt: '2030-01-01T00:00:00.000Z' }
    const job = await importFiles(
      connection,
      { 'users.json': [newer] },
      { ...rename, onConflict: 'update_if_newer' },
    )
    expect(countsOf(job, 'users')).toMatchObject({ updated: 1, verified: 1 })
    expect(await emailOf(second)).toBe('caf\u00e9@example.org')
  })

  test('a take-over of a refused record handles a taken e-mail as its import does', async () => {
    const user = legacyUser({ email: 'own@example.org' })
    await importFiles(connection, { 'users.json': [first, user] })
    await pool.query('update users set name = $1 where id = $2', ['Chosen here', user.id])
    const newer = { ...user, email: first.email, updatedAt: '2025-06-01T00:00:00.000Z' }
    for (const policy of [{}, rename]) {
      const job = await importFiles(
        connection,
        { 'users.json': [newer] },
        { ...policy, onConflict: 'update_if_newer' },
      )
      expect(countsOf(job, 'users')).toMatchObject({ refused: 1 })
      const { request } = createTakeOver(job, {}, null)
      const taken = await runJob(connection, 'take_over', job.id, request)
      const isRenamed = policy === rename
      expect(countsOf(taken, 'users')).toMatchObject({
        updated: isRenamed ? 1 : 0,
        rejected: isRenamed ? 0 : 1,
      })
      expect(await emailOf(user)).toBe(isRenamed ? substituteOf(user) : 'own@example.org')
    }
  })

  test('a backup of the record is a copy', async () => {
    const job = await importFiles(
      connection,
      { 'users.json': [first, second], 'users.json.backup': [first, second] },
      rename,
    )
    expect(countsOf(job, 'users')).toMatchObject({ read: 4, inserted: 2, copies: 2, rejected: 0 })
  })

  test('it is rejected if a record of the source has the substitute', async () => {
    const hostile = legacyUser({ email: substituteOf(second) })
    const job = await importFiles(connection, { 'users.json': [hostile, first, second] }, rename)
    expect(countsOf(job, 'users')).toMatchObject({ inserted: 2, rejected: 1 })
    expect(await listRejects(connection, job.id)).toMatchObject([
      {
        code: 'EMAIL_TAKEN',
        message: expect.stringContaining(`User ${hostile.id}, who is also in this source,`),
      },
    ])
  })

  test('a dry run lists it with the account that has the e-mail, and changes nothing', async () => {
    const admin = await insertUser(connection.db, { role: 'admin' })
    const before = await dumpTables(connection)
    const job = await importFiles(connection, { 'users.json': users }, { ...rename, dryRun: true })
    expect(job.warnings).toMatchObject({ users: { EMAIL_RENAMED: 2 } })
    const query = `query ($id: ID!) { importJob(id: $id) { renamedUsers { userId emailHolderId file line } } }`
    const { data } = await api.ask(query, { id: job.id }, admin)
    expect(data.importJob.renamedUsers).toEqual([
      { userId: second.id, emailHolderId: first.id, file: 'users.json', line: 27 },
      { userId: third.id, emailHolderId: first.id, file: 'users.json', line: 52 },
    ])
    expect(formatClosingReport(job, [])).toContain(
      `Would get a substitute e-mail:
  users.json:27 ${second.id}  e-mail of ${first.id}
  users.json:52 ${third.id}  e-mail of ${first.id}`,
    )
    const report = formatMarkdownReport(await readReport(connection.db, job))
    expect(report).toContain('## Would get a substitute e-mail: 2')
    expect(report).toContain(`| users.json:27 | ${second.id} | ${first.id} |`)
    expect(await dumpTables(connection)).toEqual(before)
  })

  test('a job lists the first 1000, and counts all', async () => {
    await insertUser(connection.db, { email: 'here@example.org' })
    const many = Array.from({ length: 1_003 }, () => legacyUser({ email: 'here@example.org' }))
    const job = await importFiles(connection, { 'users.json': many }, { ...rename, dryRun: true })
    const listed = listRenamedUsers(job.renamedUsers)
    expect(listed).toHaveLength(1_000)
    expect(listed.at(-1)).toMatchObject({ userId: many[999]?.id })
    expect(formatClosingReport(job, [])).toContain(
      `and 983 more: importJob(id: "${job.id}") { renamedUsers }`,
    )
    expect(formatMarkdownReport(await readReport(connection.db, job))).toContain('And 3 more.')
  })

  test('an interrupted import continues with the same policy', async () => {
    const directory = await writeTree({ 'users.json': users, 'contracts.json': contracts })
    const held = await holdBatch(connection, 2)
    const runner = createTestRunner(connection)
    const jobId = await runner.start(createImportRequest({ directory, ...rename }, null))
    await held.untilHeld()
    await runner.close()
    await held.letGo()
    expect(await getJob(connection, jobId)).toMatchObject({ phase: 'failed', errorCode: 'INTERRUPTED' })
    const other = createTestRunner(connection)
    expect(await other.start(createImportRequest({ directory, ...rename }, null))).toBe(jobId)
    await other.untilEnded(jobId)
    const job = await getJob(connection, jobId)
    expect(job).toMatchObject({ phase: 'completed', warnings: { users: { EMAIL_RENAMED: 2 } } })
    expect(listRenamedUsers(job.renamedUsers)).toMatchObject([{ userId: second.id }, { userId: third.id }])
    expect(await Promise.all(users.map(emailOf))).toEqual([
      'caf\u00e9@example.org',
      substituteOf(second),
      substituteOf(third),
    ])
  })

  test('it does not get the password, the API key or the role of the account with the e-mail', async () => {
    const password = await hash('keeps-bees', 4)
    const admin = await insertUser(connection.db, { email: 'admin@example.org', role: 'admin' })
    const [before] = (await pool.query('select * from users where id = $1', [admin.id])).rows
    const stranger = legacyUser({ email: 'admin@example.org', role: 'admin', password })
    await importFiles(connection, { 'users.json': [stranger] }, rename)
    const [after] = (await pool.query('select * from users where id = $1', [admin.id])).rows
    expect(after).toEqual(before)
    const login = `mutation ($input: LoginInput!) { login(input: $input) { user { id } } }`
    const refused = await api.ask(login, { input: { email: 'admin@example.org', password: 'keeps-bees' } })
    expect(refused.errors).toMatchObject([{ extensions: { code: 'INVALID_CREDENTIALS' } }])
    const own = await api.ask(login, { input: { email: substituteOf(stranger), password: 'keeps-bees' } })
    expect(own.data.login.user).toEqual({ id: stranger.id })
    const { data } = await api.ask('{ me { id role email } }', {}, { apiKey: String(stranger.apiKey) })
    expect(data.me).toEqual({ id: stranger.id, role: 'USER', email: substituteOf(stranger) })
  })
})
