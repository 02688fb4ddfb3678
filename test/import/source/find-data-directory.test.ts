import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSources } from '../../../src/import/source/find-sources.ts'
import { putEmptyLists } from '../../support/legacy-files.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'find-data-directory-'))
})

afterEach(() => rm(directory, { recursive: true }))

test('the files may be one or two directories down', async () => {
  await putEmptyLists(directory, 'readme.md', 'metagauge/src/index.js', 'metagauge/legacy/users.json')
  expect(await findPaths()).toEqual(['metagauge/legacy/users.json'])

  await putEmptyLists(directory, 'metagauge/data/users.json')
  expect(await findPaths()).toEqual(['metagauge/data/users.json'])

  await putEmptyLists(directory, 'data/users.json')
  expect(await findPaths()).toEqual(['data/users.json'])
})

test('several data directories are refused with their names', async () => {
  await putEmptyLists(
    directory,
    'b/data/users.json',
    'a/users.json',
    'a/older/users.json',
    'c/d/e/users.json',
  )

  await expect(findPaths()).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message:
      'Several directories contain legacy files: a/, b/data/. Import one of them. If they are in an archive, unpack it first.',
  })
})

test('directories without legacy files do not count', async () => {
  await putEmptyLists(
    directory,
    'app/data/users/u/contracts.json',
    'other/data/notes.json',
    'third/users/u/metrics.json',
  )

  expect(await findPaths()).toEqual(['app/data/users/u/contracts.json'])
})

test('the folder in which macOS keeps attributes does not count, and is not kept', async () => {
  await putEmptyLists(
    directory,
    'a/data/users.json',
    'a/data/x.json',
    '__MACOSX/data/._users.json',
    '__MACOSX/users.json',
  )
  expect(await findPaths()).toEqual(['a/data/users.json'])

  await putEmptyLists(directory, 'users.json')
  const { documents } = await find()
  expect(documents.map(({ path }) => path)).toEqual(['a/data/x.json'])
})

test('a directory further down is not found', async () => {
  await putEmptyLists(directory, 'a/b/c/users.json')

  await expect(findPaths()).rejects.toThrow(/nothing to import/)
})

test('links to directories are not followed', async () => {
  await putEmptyLists(directory, 'elsewhere/users.json')
  await mkdir(join(directory, 'tree'))
  await symlink(join(directory, 'elsewhere'), join(directory, 'tree/data'))
  await symlink(join(directory, 'elsewhere'), join(directory, 'tree/legacy'))
  await expect(findPaths('tree')).rejects.toThrow(/nothing to import/)
})

async function findPaths(folder = ''): Promise<string[]> {
  return (await find(folder)).files.map(({ path }) => path)
}

function find(folder = '') {
  const { signal } = new AbortController()
  return findSources(join(directory, folder), { layout: 'AUTO', includeBackups: true }, signal)
}
