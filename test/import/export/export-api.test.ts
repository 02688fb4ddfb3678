import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { codesOf, startApi } from '../../support/api.ts'
import { createDirectory } from '../../support/embedded-postgres.ts'
import { type Account, insertContract, insertUser } from '../../support/factories.ts'
import { lockTable, untilBlocked } from '../../support/imports.ts'
import { hashPassword } from '../../support/passwords.ts'

const legacyExportDirectory = createDirectory()
const api = await startApi({ legacyExportDirectory })
let admin: Account

beforeAll(async () => {
  admin = await insertUser(api.db, { role: 'admin' })
  await insertContract(api.db, { user_id: admin.id })
})

const startExport = `mutation ($input: ExportLegacyDataInput!) {
  exportLegacyData(input: $input) { job { id operation phase directory layout startedBy { id } } }
}`
const readJob = `query ($id: ID!) {
  importJob(id: $id) {
    id operation phase errorCode finishedAt bytesRead bytesTotal counts { kind exported } warnings { code count }
  }
}`

async function untilEnded(id: string) {
  for (;;) {
    const { data } = await api.ask(readJob, { id }, admin)
    if (data.importJob.finishedAt !== null) return data.importJob
    await sleep(20)
  }
}

test('an administrator exports, and the job reports what was written', async () => {
  const { data } = await api.ask(startExport, { input: { directory: 'monday' } }, admin)
  const { id, ...begun } = data.exportLegacyData.job
  expect(begun).toMatchObject({
    operation: 'EXPORT',
    directory: 'monday',
    layout: 'ERA2',
    startedBy: { id: admin.id },
  })
  const job = await untilEnded(id)
  expect(job).toMatchObject({ phase: 'COMPLETED', warnings: [{ code: 'API_KEY_IS_DIGEST', count: 1 }] })
  expect(job.counts.map(({ exported }: { exported: number }) => exported)).toEqual([1, 1, 0, 0, 0])
  expect(Number(job.bytesRead)).toBeGreaterThan(500)
  const users = JSON.parse(await readFile(join(legacyExportDirectory, 'monday', 'users.json'), 'utf8'))
  expect(users).toMatchObject([{ id: admin.id, email: admin.email }])
})

test('passwords that the legacy application can not verify are counted', async () => {
  await insertUser(api.db, { password: await hashPassword('correct horse battery') })
  const { data } = await api.ask(startExport, { input: { directory: 'sunday' } }, admin)
  const { warnings } = await untilEnded(data.exportLegacyData.job.id)
  expect(warnings).toContainEqual({ code: 'PASSWORD_UNKNOWN_THERE', count: 1 })
})

test('an export can be cancelled, and no other job runs concurrently', async () => {
  const blocker = await lockTable(api.jobs, 'chat_sessions', 'access exclusive')
  const { data } = await api.ask(startExport, { input: { directory: 'tuesday', layout: 'ERA1' } }, admin)
  const { id } = data.exportLegacyData.job
  await untilBlocked(api.jobs, 'chat_sessions')
  const second = await api.ask(startExport, { input: { directory: 'wednesday' } }, admin)
  expect(second.errors[0]?.extensions).toMatchObject({ code: 'IMPORT_RUNNING', jobId: id })
  await api.ask('mutation ($id: ID!) { cancelImport(input: { jobId: $id }) { job { id } } }', { id }, admin)
  expect(await untilEnded(id)).toMatchObject({ phase: 'CANCELLED', errorCode: null })
  blocker.release(true)
})

test('only administrators may export', async () => {
  const stranger = await insertUser(api.db)
  const { errors } = await api.ask(startExport, { input: { directory: 'monday' } }, stranger)
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN')
})

test.each([
  ['the directory itself', '.', /is not below LEGACY_EXPORT_DIR/],
  ['outside', '../elsewhere', /is not below LEGACY_EXPORT_DIR/],
  ['absolute and outside', '/etc', /is not below LEGACY_EXPORT_DIR/],
  ['behind a link', 'link/data', /is not below LEGACY_EXPORT_DIR/],
  ['a link', 'link', /link is not a directory/],
  ['in use', 'used', /used is not empty: it contains file/],
  ['nowhere', 'no/where', /no\/where can't be created: the directory \S+no does not exist/],
  ['with a NUL', 'a\0b', /can't be written: the operating system rejected the path/],
])('a directory that is %s is refused', async (_which, directory, message) => {
  await mkdir(join(legacyExportDirectory, 'used', 'file'), { recursive: true })
  await symlink('/etc', join(legacyExportDirectory, 'link')).catch(() => undefined)
  const answer = await api.ask(startExport, { input: { directory } }, admin)
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.message).toMatch(message)
})
