import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findDifference, toPlainAnswer } from '../../bench/api/answer.ts'
import { parseApiBenchArguments } from '../../bench/api/bench.ts'
import { type Candidate, startCandidate } from '../../bench/api/candidates.ts'
import { checkAnswers } from '../../bench/api/check-answers.ts'
import {
  databaseNameOf,
  prepareDataset,
  readDefinitions,
  tenthOf,
} from '../../bench/datasets/api/load-dataset.ts'
import { listQueriedUsers, type QueriedUser } from '../../bench/datasets/api/queried-users.ts'
import { queryNames } from '../../bench/queries/query.ts'
import type { ExternalDatabase } from '../../src/config.ts'
import { withClient } from '../../src/database/session/client.ts'
import { createTestDatabase } from '../support/database.ts'
import { runAsAdmin } from '../support/postgres.ts'

/** Ten users, one of them busy. */
const scale = 0.002
const jwtSecret = '0123456789'.repeat(4)
let directory: string
let database: ExternalDatabase
let ours: Candidate
let users: QueriedUser[]

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metagauge-bench-'))
  database = await prepareDataset({ admin: inject('adminDatabase') }, scale, () => undefined)
  users = await listQueriedUsers(database, scale, jwtSecret)
  const { signal } = new AbortController()
  const options = { database, jwtSecret, directory, profileDirectory: undefined, signal }
  ours = await startCandidate('ours', options)
})

afterAll(async () => {
  await ours?.process.stop()
  const drop = `drop database if exists ${databaseNameOf(scale)} with (force)`
  await runAsAdmin(inject('adminDatabase'), drop)
  await rm(directory, { recursive: true, force: true })
})

test('ten users have the right number of rows, and every key and index is created again', async () => {
  const { connection } = await createTestDatabase()
  const counts = await withClient(database, (client) =>
    client.query(
      `select (select count(*)::int from contracts) as contracts, (select count(*)::int from analyses) as analyses,
        (select count(*)::int from chat_sessions) as sessions, (select count(*)::int from chat_messages) as messages`,
    ),
  )
  expect(counts.rows).toEqual([{ contracts: 50, analyses: 500, sessions: 100, messages: 2000 }])
  const tables = ['users', 'contracts', 'analyses', 'chat_messages']
  const migrated = await connection.pool.connect()
  const expected = await readDefinitions(migrated, tables).finally(() => migrated.release())
  const loaded = await withClient(database, (client) => readDefinitions(client, tables))
  expect(loaded.create.toSorted()).toEqual(expected.create.toSorted())
})

test('the API gives the same answers as the hand-written statements', async () => {
  await checkAnswers({ servers: [ours], users, queries: queryNames, baseline: database })
})

const short = 'first: $first, filter: { isDefault: true }'

test.each([
  { change: 'another order', from: 'direction: DESC', to: 'direction: ASC', name: 'Q3', message: 'differ' },
  { change: 'a short list', from: 'first: $first', to: short, name: 'Q2', message: 'length is not 20' },
  { change: 'an error', from: 'byStatus', to: 'series(bucket: YEAR)', name: 'Q5', message: 'with 400' },
] as const)('$change is detected', async ({ from, to, name, message }) => {
  const { text, path } = ours.dialect[name]
  const changed = { ...ours.dialect, [name]: { text: text.replace(from, to), path } }
  const servers = [{ ...ours, dialect: changed }, ours]
  const check = checkAnswers({ servers, users, queries: [name], baseline: undefined })
  await expect(check).rejects.toThrow(message)
})

test('connections, times and enums are normalized, and a difference is reported with its path', () => {
  const ours = { list: { edges: [{ node: { status: 'FAILED', createdAt: '2025-01-01T00:00:00.000Z' } }] } }
  const other = { list: { nodes: [{ createdAt: '2025-01-01T00:00:00+00:00', status: 'failed' }] } }
  const form = { path: ['list'] }
  const plain = toPlainAnswer(ours, 'Q2', form)
  expect(findDifference(plain, toPlainAnswer(other, 'Q2', form))).toBeUndefined()
  expect(findDifference(plain, [{ status: 'failed', createdAt: null }])).toContain('/0/createdAt')
})

test.each([
  { words: ['--scale', 'big'] },
  { words: ['--rounds', '1.5'] },
  { words: ['--only', 'Q9'] },
  { words: ['--servers', 'ours,ours'] },
  { words: ['--help'] },
])('$words is refused with the usage', ({ words }) => {
  expect(() => parseApiBenchArguments(words)).toThrow('npm run bench -- [options]')
})

test.each([
  [1, 0.1],
  [0.3, 0.03],
  [0.1, 0.01],
])('the tenth of scale %d has a tenth of the users', (whole, tenth) => {
  expect(tenthOf(whole)).toBeCloseTo(tenth, 10)
})

test('a scale without a tenth is refused before anything is loaded', () => {
  expect(() => parseApiBenchArguments(['--tenfold', '--scale', '0.002'])).toThrow(
    'A tenth of 10 users is not a multiple of ten',
  )
  expect(parseApiBenchArguments(['--tenfold'])).toMatchObject({ isTenfold: true, candidates: ['ours'] })
})
