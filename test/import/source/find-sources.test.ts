import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSources } from '../../../src/import/source/find-sources.ts'
import type { SourceOptions } from '../../../src/import/source/source-name.ts'
import { putEmptyLists } from '../../support/legacy-files.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'find-sources-'))
})

afterEach(() => rm(directory, { recursive: true }))

test('live files of a kind come before its backups, and global files before those of users', async () => {
  await putEmptyLists(
    directory,
    'contracts.json.backup3',
    'contracts.json.backup',
    'contracts.json',
    'users/u/contracts.json',
    'users/u/contracts.json.backup',
    'users.json',
    'users.backup.json',
    'chat_messages.ndjson',
    'analyses.jsonl.bak',
  )

  const { files, skipped } = await find()

  expect(files.map(({ path }) => path)).toEqual([
    'users.json',
    'users.backup.json',
    'contracts.json',
    'users/u/contracts.json',
    'contracts.json.backup',
    'users/u/contracts.json.backup',
    'contracts.json.backup3',
    'analyses.jsonl.bak',
    'chat_messages.ndjson',
  ])
  expect(skipped).toEqual([])
})

test('the owner of files is the user of their directory; the directory anonymous has no owner', async () => {
  await putEmptyLists(directory, 'users.json', 'users/u/analyses.json', 'users/anonymous/analyses.json')

  const { files } = await find()

  expect(files.map(({ path, ownerId, layout }) => [path, ownerId, layout])).toEqual([
    ['users.json', null, 'ERA1'],
    ['users/anonymous/analyses.json', null, 'ERA2'],
    ['users/u/analyses.json', 'u', 'ERA2'],
  ])
})

test('the directory may be the one that contains data/', async () => {
  await putEmptyLists(directory, 'package.json', 'data/users.json')

  const [file] = (await find()).files

  const path = 'data/users.json'
  expect(file).toMatchObject({
    kind: 'users',
    path,
    location: join(directory, path),
    ownerId: null,
    bytes: 2,
  })
})

test('a directory with too many files is refused', async () => {
  await putEmptyLists(
    directory,
    'users.json',
    ...Array.from({ length: 50 }, (_, id) => `users/${id}/contracts.json`),
  )

  expect((await find({ maxFiles: 51 })).files).toHaveLength(51)
  await expect(find({ maxFiles: 50 })).rejects.toThrow(
    'The directory contains more than 50 legacy files. Import it in parts.',
  )
})

test('skipped paths are listed with the reason', async () => {
  await putEmptyLists(
    directory,
    'users.json',
    'users.json.tmp',
    'data/users.json',
    'users/u/metrics.json',
    'users/u/users.json',
    'users/u/competitors/c.json',
    'users/notes.txt',
    'analyses.json/notes.txt',
  )
  await symlink('/etc/passwd', join(directory, 'contracts.json'))
  await symlink('/etc', join(directory, 'users/linked'))
  execFileSync('mkfifo', [join(directory, 'chat_sessions.json')])

  const { documents, skipped, skippedCount, refusedDocuments } = await find()
  const named = 'By its name it may contain records, but it is not one of the files that are read'

  expect(documents.map(({ path, ownerId }) => [path, ownerId])).toEqual([
    ['users/notes.txt', null],
    ['users/u/competitors/c.json', 'u'],
    ['users/u/metrics.json', 'u'],
  ])
  expect(new Map(skipped.map(({ path, reason }) => [path, reason.split(/[.:]/)[0]]))).toEqual(
    new Map([
      ['analyses.json/', 'Not a regular file'],
      ['contracts.json', 'A symbolic link'],
      ['users/linked', 'A symbolic link'],
      ['chat_sessions.json', 'Not a regular file'],
      ['data/users.json', named],
      ['users.json.tmp', named],
      ['users/u/users.json', named],
    ]),
  )
  expect(skippedCount).toBe(7)
  expect(refusedDocuments).toBe(4)
})

test('a file that may contain records under an unusual name is refused, not kept as a document', async () => {
  const refused = [
    '.users.json.swp',
    'Users.json',
    'chat_messages_old.json',
    'contracts (1).json',
    'users.json.gz.1',
    'users.json~',
    'users/u/analyses-2024.ndjson.br',
  ]
  const kept = ['analysesgrid.json', 'metrics-of-users.json', 'user.json']
  await putEmptyLists(directory, 'users.json', ...refused, ...kept)

  const { documents, files, skipped, refusedDocuments } = await find()

  expect(files).toHaveLength(1)
  expect(documents.map(({ path }) => path)).toEqual(kept)
  expect(skipped.map(({ path }) => path)).toEqual(refused)
  for (const { reason } of skipped) expect(reason).toMatch(/may contain records.*Rename it/)
  expect(refusedDocuments).toBe(refused.length)
})

test('other files are refused if their path is too long or their folders are too deep or unreadable', async () => {
  const long = `${'x'.repeat(200)}/`.repeat(9)
  const deep = 'folder/'.repeat(17)
  await putEmptyLists(directory, 'users.json', `${long}${'y'.repeat(191)}`, `${long}${'y'.repeat(192)}`)
  await putEmptyLists(directory, `${deep}a.json`, 'closed/a.json', 'links/a.json')
  await symlink('a.json', join(directory, 'links/b.json'))
  await rm(join(directory, 'closed/a.json'))
  await chmod(join(directory, 'closed'), 0)

  const { documents, skipped, refusedDocuments } = await find()
  await chmod(join(directory, 'closed'), 0o700)

  expect(documents.map(({ path }) => path)).toEqual(['links/a.json', `${long}${'y'.repeat(191)}`])
  expect(skipped.map(({ path, reason }) => [path.slice(0, 12), reason.slice(0, 24)])).toEqual([
    ...(process.getuid?.() === 0 ? [] : [['closed/', "The directory can't be r"]]),
    [deep.slice(0, 12), 'It is more than 16 folde'],
    ['links/b.json', 'A symbolic link. Links a'],
    [long.slice(0, 12), 'Its path has more than 2'],
  ])
  expect(refusedDocuments).toBe(skipped.length)
})

test.each([
  ['side by side', ['a.txt', 'b.txt', 'c.txt']],
  ['in a folder', ['folder/a.txt', 'folder/b.txt', 'folder/c.txt']],
])('a directory with too many other files is refused: %s', async (_name, paths) => {
  await putEmptyLists(directory, 'users.json', ...paths)

  expect((await find({ maxDocuments: 3 })).documents).toHaveLength(3)
  await expect(find({ maxDocuments: 2 })).rejects.toThrow(
    'contains more than 2 files besides the legacy files. Move those that are not needed out of it',
  )
})

test('a layout and the backups can be excluded, but never the users', async () => {
  await putEmptyLists(
    directory,
    'users.json',
    'users.json.backup',
    'contracts.json',
    'users/u/contracts.json',
  )
  const paths = async (options: Partial<SourceOptions>) => (await find(options)).files.map(({ path }) => path)

  expect(await paths({ layout: 'ERA1' })).toEqual(['users.json', 'users.json.backup', 'contracts.json'])
  expect(await paths({ layout: 'ERA2' })).toEqual([
    'users.json',
    'users.json.backup',
    'users/u/contracts.json',
  ])
  expect(await paths({ includeBackups: false })).toEqual([
    'users.json',
    'contracts.json',
    'users/u/contracts.json',
  ])
  expect((await find({ layout: 'ERA1', includeBackups: false })).skipped).toEqual([
    { path: 'users.json.backup', reason: 'A backup; backups are excluded.' },
    { path: 'users/', reason: 'Belongs to the excluded layout.' },
  ])
})

test('a directory with nothing to import is refused with the names of the expected files', async () => {
  await putEmptyLists(directory, 'users.csv')

  await expect(find()).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(/users\.json, contracts\.json.*users\.csv/),
  })
})

test('an aborted search ends', async () => {
  await putEmptyLists(directory, 'users.json')

  const reason = Object.assign(new Error('enough'), { code: 'INTERRUPTED' })
  const options = { layout: 'AUTO', includeBackups: true } as const
  const aborted = findSources(directory, options, AbortSignal.abort(reason))

  await expect(aborted).rejects.toThrow('enough')
})

function find(options: Partial<SourceOptions> = {}) {
  return findSources(
    directory,
    { layout: 'AUTO', includeBackups: true, ...options },
    new AbortController().signal,
  )
}
