import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeDeepRecord, writeHugeRecord } from '../legacy-files.ts'
import { leavesOf, nodeAt, readJson } from '../roundtrip-checker/json.ts'
import { legacyTree, writeLegacyTree } from './random-legacy.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metagauge-legacy-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

test('a random tree is written as it was generated', async () => {
  const [tree] = fc.sample(legacyTree(), { numRuns: 1, seed: 7 })
  if (tree === undefined) throw new Error('fc.sample returned no tree.')
  await writeLegacyTree(tree, directory)
  for (const [path, content] of tree.files)
    expect(await readFile(join(directory, path), 'utf8')).toBe(content)
  expect(await readdir(directory)).toContain('users.json')
})

test("random trees have both layouts, unusual keys, and numbers that a double can't represent", () => {
  const trees = fc.sample(legacyTree(), { numRuns: 60, seed: 7 })
  const text = trees.flatMap(({ files }) => [...files.values()]).join('\n')
  expect(new Set(trees.map(({ layout }) => layout)).size).toBe(2)
  expect(text).toMatch(/[^"\d.-]\d{20}/)
  expect(text).toContain('\\u0000')
  expect(text).toContain('__proto__')
  expect(text).not.toContain('@number:')
  expect(text).not.toContain('@duplicate')
})

test('writeDeepRecord writes a record of the given depth', async () => {
  await writeDeepRecord(directory, { id: 'deep' }, 10_000)
  const [leaf] = leavesOf(
    nodeAt(readJson(await readFile(join(directory, 'analyses.json'))), ['0', 'results']) ?? fail(),
  )
  expect(leaf?.path.length).toBe(9_999)
})

test('writeHugeRecord writes a record of the given size', async () => {
  await writeHugeRecord(directory, { id: 'huge' }, 3_000_000)
  expect((await stat(join(directory, 'analyses.json'))).size).toBe(
    3_000_000 + '[{"id":"huge","results":{"text":""}}]'.length,
  )
})

function fail(): never {
  throw new Error('The record has no results.')
}
