import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resolveImportDirectory } from '../../../src/import/source/import-directory.ts'
import { putEmptyLists } from '../../support/legacy-files.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'import-directory-'))
})

afterEach(() => rm(directory, { recursive: true }))

test('a directory within the one that imports may read is resolved', async () => {
  await putEmptyLists(directory, 'legacy/data/users.json')
  await symlink(join(directory, 'legacy'), join(directory, 'inside'))
  const legacy = join(directory, 'legacy')

  expect(await resolveImportDirectory(directory, 'legacy/data')).toBe(join(legacy, 'data'))
  expect(await resolveImportDirectory(directory, legacy)).toBe(legacy)
  expect(await resolveImportDirectory(directory, '')).toBe(directory)
  expect(await resolveImportDirectory(directory, 'inside/data')).toBe(join(legacy, 'data'))
  expect(await resolveImportDirectory(join(directory, 'inside'), 'data')).toBe(join(legacy, 'data'))
  expect(await resolveImportDirectory('/', directory)).toBe(directory)
})

test('a directory outside, even behind a link, is refused without revealing whether it exists', async () => {
  await putEmptyLists(directory, 'legacy/users.json', 'legacy-other/users.json')
  await symlink(join(directory, 'legacy-other'), join(directory, 'legacy/out'))
  const legacy = join(directory, 'legacy')

  for (const requested of ['..', '../legacy-other', '/etc', '/no/such', 'out', `${legacy}-other`]) {
    await expect(resolveImportDirectory(legacy, requested)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: `"${requested}" is outside of LEGACY_DATA_DIR, the only directory that imports may read.`,
    })
  }
})

test('a path that is not a directory is refused with the reason', async () => {
  await putEmptyLists(directory, 'users.json')

  await expect(resolveImportDirectory(directory, 'users.json')).rejects.toThrow(/not a directory/)
  for (const requested of ['gone', 'users.json/x', 'a\0b']) {
    await expect(resolveImportDirectory(directory, requested)).rejects.toThrow(/does not exist/)
  }
  await expect(resolveImportDirectory(join(directory, 'gone'), '.')).rejects.toThrow(
    /LEGACY_DATA_DIR does not exist/,
  )
})
