import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createExportRequest } from '../../../src/import/import.rules.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createTestDirectory, exportTree, readTree } from '../../support/exports.ts'
import { insertContract, insertUser } from '../../support/factories.ts'
import { createTestRunner, cutConnection, getJob, lockTable, untilBlocked } from '../../support/imports.ts'

const { connection } = await createTestDatabase()

beforeAll(async () => {
  const { id } = await insertUser(connection.db)
  await insertContract(connection.db, { user_id: id })
})

/** Exports into a directory `data` of a new directory, where nothing must be left but what `left` names. */
async function expectFailure(
  options: Parameters<typeof exportTree>[2],
  message: RegExp,
  left: readonly string[] = [],
): Promise<void> {
  const directory = options?.directory ?? join(await createTestDirectory(), 'data')
  await expect(exportTree(connection, 'era2', { ...options, directory })).rejects.toThrow(message)
  expect(await readdir(dirname(directory))).toEqual(left)
}

test('cancelled in the middle, an export leaves nothing', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const options = { signal: controller.signal, onBatch: () => controller.abort(reason) }
  await expectFailure(options, /^enough$/)
})

test('cancelled when everything has been written, an export leaves nothing', async () => {
  const controller = new AbortController()
  const onBatch = (kind: string) =>
    kind === 'contracts' && queueMicrotask(() => controller.abort(new Error('late')))
  await expectFailure({ signal: controller.signal, onBatch }, /^late$/)
})

test('the job of an export whose connection is cut says so, and nothing is left', async () => {
  const directory = await createTestDirectory()
  const blocker = await lockTable(connection, 'chat_sessions', 'access exclusive')
  const runner = createTestRunner(connection)
  const request = createExportRequest({ directory: join(directory, 'data') }, null)
  const jobId = await runner.start(request)
  await untilBlocked(connection, 'chat_sessions')
  await cutConnection(connection)
  await runner.untilEnded(jobId)
  blocker.release(true)
  expect(await getJob(connection, jobId)).toMatchObject({ phase: 'failed', errorCode: 'DATABASE_LOST' })
  expect(await readdir(directory)).toEqual([])
})

test('a directory with anything in it is refused and stays as it is', async () => {
  const directory = await createTestDirectory()
  await mkdir(join(directory, 'data'))
  await writeFile(join(directory, 'data', 'notes.txt'), 'mine')
  await expectFailure({ directory: join(directory, 'data') }, /data is not empty: notes\.txt is in it\./, [
    'data',
  ])
  expect(await readTree(directory)).toEqual({ 'data/notes.txt': 'mine' })
})

test('a directory into which somebody puts a file meanwhile stays as it is', async () => {
  const directory = await createTestDirectory()
  const target = join(directory, 'data')
  await mkdir(target)
  let written: Promise<void> | undefined
  const onBatch = () => {
    written ??= writeFile(join(target, 'notes.txt'), 'mine')
  }
  await expectFailure(
    { directory: target, onBatch },
    /somebody else has put files there meanwhile \(ENOTEMPTY\)/,
    ['data'],
  )
  await written
  expect(await readTree(directory)).toEqual({ 'data/notes.txt': 'mine' })
})

test('a file, a link and a place that is not there are refused', async () => {
  const directory = await createTestDirectory()
  await writeFile(join(directory, 'file'), '')
  await symlink(directory, join(directory, 'link'))
  const left = ['file', 'link']
  await expectFailure(
    { directory: join(directory, 'file') },
    /file is no directory\. Name another one\./,
    left,
  )
  await expectFailure(
    { directory: join(directory, 'link') },
    /link is no directory\. Name another one\./,
    left,
  )
  await expect(exportTree(connection, 'era1', { directory: join(directory, 'no', 'where') })).rejects.toThrow(
    /^There is no directory .*no to make where in\.$/,
  )
  await expect(exportTree(connection, 'era1', { directory: '/' })).rejects.toThrow(/root of a file system/)
})

test('a place that can not be written to is named', async () => {
  // An administrator of the system may write everywhere but there.
  const directory = process.getuid?.() === 0 ? '/proc' : await createTestDirectory()
  if (directory !== '/proc') await chmod(directory, 0o500)
  await expect(exportTree(connection, 'era1', { directory: join(directory, 'data') })).rejects.toThrow(
    /data\.partial-[0-9a-f]{12} can't be written: .*\((EACCES|ENOENT)\)\.$/,
  )
})
