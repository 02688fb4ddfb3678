import { mkdir, readdir, rename, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createExportTarget } from '../../../src/import/export/export-directory.ts'
import { createRecordFile } from '../../../src/import/export/legacy-files.ts'
import { readLimits } from '../../../src/import/scan/read-limits.ts'
import { extractArchive } from '../../../src/import/source/extract-archive.ts'
import { createFileReading, readChunks } from '../../../src/import/source/file-bytes.ts'
import { findSources } from '../../../src/import/source/find-sources.ts'
import { listDirectory } from '../../../src/import/source/list-directory.ts'
import { makeTar } from '../../support/archives.ts'
import { createTestDirectory } from '../../support/exports.ts'

const { signal } = new AbortController()
const secret = '[{"id": "secret"}]'

/** A tree to import, and a second one with the same files that must not be read. */
async function createTrees(): Promise<{ data: string; outside: string }> {
  const directory = await createTestDirectory()
  const trees = { data: join(directory, 'data'), outside: join(directory, 'outside') }
  for (const [tree, content] of [
    [trees.data, '[]'],
    [trees.outside, secret],
  ] as const) {
    await mkdir(join(tree, 'users/u'), { recursive: true })
    for (const file of ['users.json', 'users.json.backup', 'users/u/contracts.json']) {
      await writeFile(join(tree, file), content)
    }
  }
  return trees
}

/** Replaces the path with a link to the same path in the second tree. */
async function replace({ data, outside }: { data: string; outside: string }, path: string): Promise<void> {
  await rename(join(data, path), join(data, `../moved`))
  await symlink(join(outside, path), join(data, path))
}

async function readAll(location: string) {
  const reading = createFileReading()
  let text = ''
  for await (const chunk of readChunks({ location }, reading, readLimits.chunkBytes)) text += chunk
  return { text, problem: reading.problem }
}

test.each([
  ['a file', 'users.json', 'users.json'],
  ['a backup', 'users.json.backup', 'users.json.backup'],
  ["a file of a user's directory", 'users/u/contracts.json', 'users/u/contracts.json'],
  ["a user's directory", 'users/u', 'users/u/contracts.json'],
  ['the directory of the users', 'users', 'users/u/contracts.json'],
  ['the imported directory', '.', 'users.json'],
])('nothing outside is read when a link replaces %s after the search', async (_name, path, file) => {
  const trees = await createTrees()
  const { files } = await findSources(trees.data, { layout: 'AUTO', includeBackups: true }, signal)
  const source = files.find((found) => found.path === file)
  if (path === '.') {
    await rename(trees.data, `${trees.data}-moved`)
    await symlink(trees.outside, trees.data)
  } else await replace(trees, path)
  const { text, problem } = await readAll(source?.location ?? '')
  expect(text).toBe('')
  expect(problem).toMatchObject({
    code: 'READ_FAILED',
    message: expect.stringMatching(/replaced by a link|ELOOP/),
  })
})

test.each([
  ["a user's directory", 'users/u', 'users/u/'],
  ['the directory of the users', 'users', 'users/u/'],
  ['the imported directory', '.', ''],
])('nothing outside is listed when a link replaces %s', async (_name, path, directory) => {
  const trees = await createTrees()
  if (path === '.') {
    await rename(trees.data, `${trees.data}-moved`)
    await symlink(trees.outside, trees.data)
  } else await replace(trees, path)
  const search = { directory: trees.data, signal, skipped: [], skippedCount: 0, refusedDocuments: 0 }
  const entries = []
  for await (const entry of listDirectory(search, directory)) entries.push(entry.name)
  expect(entries).toEqual([])
  expect(search.skipped).toEqual([
    {
      path: directory === '' ? './' : directory,
      reason: expect.stringMatching(/^The directory can't be read: /),
    },
  ])
})

test('a directory that is repeatedly swapped for a link never reveals files outside', async () => {
  const trees = await createTrees()
  const location = join(trees.data, 'users/u/contracts.json')
  const place = join(trees.data, 'users')
  const moved = join(trees.data, 'moved')
  let isOver = false
  const swapping = (async () => {
    while (!isOver) {
      await rename(place, moved)
      await symlink(join(trees.outside, 'users'), place)
      await unlink(place)
      await rename(moved, place)
    }
  })()
  const seen = new Set<string>()
  for (let time = 0; time < 2_000; time++) seen.add((await readAll(location)).text)
  isOver = true
  await swapping
  expect([...seen].toSorted()).toEqual(['', '[]'])
})

test.each([
  ['before it starts', 'before'],
  ['while it is written', 'during'],
])('an export writes nothing outside when a link replaces its parent %s', async (_name, when) => {
  const directory = await createTestDirectory()
  const [parent, outside] = [join(directory, 'exports'), join(directory, 'outside')]
  await mkdir(parent)
  await mkdir(outside)
  const swap = async () => {
    await rename(parent, join(directory, 'moved'))
    await symlink(outside, parent)
  }
  if (when === 'before') {
    await swap()
    await expect(createExportTarget(join(parent, 'data'))).rejects.toThrow(
      'was replaced by another file or directory',
    )
  } else {
    const target = await createExportTarget(join(parent, 'data'))
    await swap()
    await writeList(join(target.partial, 'users/u/contracts.json'))
    await target.publish()
    await target.discard()
    expect(await readdir(join(directory, 'moved/data/users/u'))).toEqual(['contracts.json'])
  }
  expect(await readdir(outside)).toEqual([])
})

test('an export is not published if its directory was replaced', async () => {
  const directory = await createTestDirectory()
  const outside = await createTestDirectory()
  const target = await createExportTarget(join(directory, 'data'))
  const [partial = ''] = await readdir(directory)
  await rename(join(directory, partial), join(directory, 'moved'))
  await symlink(outside, join(directory, partial))
  await writeList(join(target.partial, 'users.json'))
  await expect(target.publish()).rejects.toThrow('was replaced by another file or directory')
  await target.discard()
  expect(await readdir(outside)).toEqual([])
  expect(await readdir(directory)).toEqual(['moved'])
})

test('an archive is not unpacked outside its directory if that is replaced by a link', async () => {
  const directory = await createTestDirectory()
  const outside = await createTestDirectory()
  const [target, archive] = [join(directory, 'target'), join(directory, 'data.tar')]
  await mkdir(target)
  const entries = Array.from({ length: 2_000 }, (_, user) => ({
    path: `users/${user}/contracts.json`,
    content: '[]',
  }))
  await writeFile(archive, makeTar(entries))
  const before = { archive, directory: join(directory, 'link'), signal }
  await symlink(outside, before.directory)
  await expect(extractArchive(before)).rejects.toThrow(
    'the temporary directory for unpacking it was replaced',
  )
  const extraction = extractArchive({ archive, directory: target, signal })
  await vi.waitFor(async () => expect(await readdir(target)).not.toEqual([]), { interval: 1 })
  await rename(target, join(directory, 'moved'))
  await symlink(outside, target)
  await extraction
  expect(await readdir(join(directory, 'moved/users'))).toHaveLength(2_000)
  expect(await readdir(outside)).toEqual([])
})

async function writeList(path: string): Promise<void> {
  const file = await createRecordFile(path)
  await file.end()
  await file.close()
}
