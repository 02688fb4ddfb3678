import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
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

  const { documents, skipped, skippedCount } = await find()

  expect(documents.map(({ path, ownerId }) => [path, ownerId])).toEqual([
    ['data/users.json', null],
    ['users.json.tmp', null],
    ['users/notes.txt', null],
    ['users/u/competitors/c.json', 'u'],
    ['users/u/metrics.json', 'u'],
    ['users/u/users.json', 'u'],
  ])
  expect(new Map(skipped.map(({ path, reason }) => [path, reason.split(/[.:]/)[0]]))).toEqual(
    new Map([
      ['analyses.json/', 'Not a regular file'],
      ['contracts.json', 'A symbolic link'],
      ['users/linked', 'A symbolic link'],
      ['chat_sessions.json', 'Not a regular file'],
    ]),
  )
  expect(skippedCount).toBe(4)
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
