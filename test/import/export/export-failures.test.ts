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

/** Exports into the directory `data` of a new directory, in which only the entries `left` may remain. */
async function expectFailure(
  options: Parameters<typeof exportTree>[2],
  message: RegExp,
  left: readonly string[] = [],
): Promise<void> {
  const directory = options?.directory ?? join(await createTestDirectory(), 'data')
  await expect(exportTree(connection, 'era2', { ...options, directory })).rejects.toThrow(message)
  expect(await readdir(dirname(directory))).toEqual(left)
}

test('an export that is cancelled in the middle leaves no files', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const options = { signal: controller.signal, onBatch: () => controller.abort(reason) }
  await expectFailure(options, /^enough$/)
})

test('an export that is cancelled after the last write leaves no files', async () => {
  const controller = new AbortController()
  const onBatch = (kind: string) =>
    kind === 'contracts' && queueMicrotask(() => controller.abort(new Error('late')))
  await expectFailure({ signal: controller.signal, onBatch }, /^late$/)
})

test('an export whose connection is lost fails with DATABASE_LOST and leaves no files', async () => {
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

test('a directory that is not empty is refused and unchanged', async () => {
  const directory = await createTestDirectory()
  await mkdir(join(directory, 'data'))
  await writeFile(join(directory, 'data', 'notes.txt'), 'mine')
  await expectFailure({ directory: join(directory, 'data') }, /data is not empty: it contains notes\.txt\./, [
    'data',
  ])
  expect(await readTree(directory)).toEqual({ 'data/notes.txt': 'mine' })
})

test('a directory that gets a file during the export is unchanged', async () => {
  const directory = await createTestDirectory()
  const target = join(directory, 'data')
  await mkdir(target)
  let written: Promise<void> | undefined
  const onBatch = () => {
    written ??= writeFile(join(target, 'notes.txt'), 'mine')
  }
  await expectFailure({ directory: target, onBatch }, /another program has put files there \(ENOTEMPTY\)/, [
    'data',
  ])
  await written
  expect(await readTree(directory)).toEqual({ 'data/notes.txt': 'mine' })
})

test('a file, a symbolic link and a missing parent directory are refused', async () => {
  const directory = await createTestDirectory()
  await writeFile(join(directory, 'file'), '')
  await symlink(directory, join(directory, 'link'))
  const left = ['file', 'link']
  await expectFailure(
    { directory: join(directory, 'file') },
    /file is not a directory\. Specify a directory\./,
    left,
  )
  await expectFailure(
    { directory: join(directory, 'link') },
    /link is not a directory\. Specify a directory\./,
    left,
  )
  await expect(exportTree(connection, 'era1', { directory: join(directory, 'no', 'where') })).rejects.toThrow(
    /no\/where can't be created: the directory .*no does not exist\.$/,
  )
  await expect(exportTree(connection, 'era1', { directory: '/' })).rejects.toThrow(/root of a file system/)
})

test('a directory that is not writable is named', async () => {
  // root may write everywhere except /proc.
  const directory = process.getuid?.() === 0 ? '/proc' : await createTestDirectory()
  if (directory !== '/proc') await chmod(directory, 0o500)
  await expect(exportTree(connection, 'era1', { directory: join(directory, 'data') })).rejects.toThrow(
    /data\.partial-[0-9a-f]{12} can't be written: .*\((EACCES|ENOENT)\)\.$/,
  )
})
