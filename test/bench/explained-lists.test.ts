import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { databaseNameOf } from '../../bench/datasets/api/load-dataset.ts'
import {
  type ExplainedLists,
  explainListsOn,
  formatExplainedLists,
  requireIndexes,
} from '../../bench/explain/explain-lists.ts'
import { runAsAdmin } from '../support/postgres.ts'

/** Twenty users; another test file uses the dataset of ten. */
const scale = 0.004
let directory: string
let explained: ExplainedLists

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metagauge-bench-'))
  const { signal } = new AbortController()
  const log = () => undefined
  explained = await explainListsOn({ admin: inject('adminDatabase') }, { directory, scale, signal, log })
}, 120_000)

afterAll(async () => {
  const drop = `drop database if exists ${databaseNameOf(scale)} with (force)`
  await runAsAdmin(inject('adminDatabase'), drop)
  await rm(directory, { recursive: true, force: true })
})

test('every list is explained, and none scans a large table', () => {
  expect(explained.lists.filter(({ statements }) => statements.length === 0)).toEqual([])
  expect(explained.tables.get('import_rejects')).toBe(40_000)
  expect(formatExplainedLists(explained)).toMatch(/\| a session's messages .*, deepest page +\|/)
  expect(() => requireIndexes(explained)).not.toThrow()
})

test('a list that scans a large table is reported with its statement', () => {
  const tables = new Map([['users', 20_000]])
  expect(formatExplainedLists({ ...explained, tables })).toMatch(/reads users in full: .*\nselect /)
  expect(() => requireIndexes({ ...explained, tables })).toThrow('users by search, counted')
})

test('a page of a long list reads only its own rows', () => {
  const deepest = explained.lists.filter(({ name }) => /messages .*(first|deepest) page/.test(name))
  expect(deepest.length).toBeGreaterThan(2)
  for (const { statements } of deepest) {
    const { custom, generic } = statements.find(({ text }) => text.includes('as "message"')) ?? {}
    for (const { rows, rowsRead } of [custom, generic].filter((plan) => plan !== undefined))
      expect(rowsRead).toBeLessThanOrEqual(rows + 1)
  }
})
