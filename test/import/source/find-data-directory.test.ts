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
  const { signal } = new AbortController()
  const options = { layout: 'AUTO', includeBackups: true } as const
  const { files } = await findSources(join(directory, folder), options, signal)
  return files.map(({ path }) => path)
}
