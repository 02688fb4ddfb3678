import { createHash } from 'node:crypto'
import { stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createApiKey, digestApiKey } from '../../src/auth/api-keys.ts'
import { listDocumentCounts, listSkippedPaths } from '../../src/import/import.rules.ts'
import { startApi } from '../support/api.ts'
import { exportTree, readTree } from '../support/exports.ts'
import { insertUser } from '../support/factories.ts'
import { clearTables, importTree, runJob, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'

const api = await startApi()
const { jobs: connection, db } = api

beforeEach(() => clearTables(connection))

const apiKey = createApiKey()
const user = legacyUser({ apiKey: digestApiKey(apiKey) })
const metrics = '{"views": 1e400, "name":"\ufeffÜnï\ufeff",  "views": 2}\n'
const poll = '\ufeff[1, 2]'
const files = {
  'users.json': [user],
  'alerts.json': '{"rules": []}',
  'share-tokens.json': 'not { json',
  [`users/${user.id}/metrics.json`]: metrics,
  [`users/${user.id}/live_poll.json`]: poll,
  [`users/${user.id}/competitors/0xabc/history.json`]: '[]',
  'users/anonymous/metrics.json': '{}',
  'users/00000000-0000-4000-8000-000000000000/metrics.json': '',
}
const documentCount = Object.keys(files).length - 1

test('files without records are stored, and exported byte for byte with their times', async () => {
  const source = await writeTree(files)
  await writeFile(join(source, 'binary.dat'), Buffer.from([0, 0xff, 0xfe, 10, 13]))
  const modifiedAt = new Date('2025-03-04T05:06:07.089Z')
  await utimes(join(source, 'alerts.json'), modifiedAt, modifiedAt)

  const job = await importTree(connection, source)
  const exported = await exportTree(connection, 'era2')

  expect(listDocumentCounts(job.counts)).toEqual({
    ...{ found: documentCount + 1, inserted: documentCount + 1, verified: documentCount + 1 },
    ...{ unchanged: 0, rejected: 0, removed: 0, exported: 0 },
  })
  expect(job.skippedPaths).toEqual([])
  expect(await readTree(exported)).toEqual(await readTree(source))
  expect((await stat(join(exported, 'alerts.json'))).mtime).toEqual(modifiedAt)
})

test('an owner reads the documents of their folder, an administrator reads all, and other users read none', async () => {
  await importTree(connection, await writeTree(files))
  const stranger = await insertUser(db)
  const admin = await insertUser(db, { role: 'admin' })
  const mine = `{ me { legacyDocuments { totalCount edges { node {
    path bytes sha256 isJson json owner { id } part: base64(offset: 2, length: 3) all: base64
  } } } } }`

  const { data } = await api.ask(mine, {}, { apiKey })
  const nodes = data.me.legacyDocuments.edges.map(({ node }: { node: unknown }) => node)

  const describe = (name: string, content: string, isJson = true) => ({
    ...{
      path: `users/${user.id}/${name}`,
      bytes: Buffer.byteLength(content),
      isJson,
      owner: { id: user.id },
    },
    sha256: createHash('sha256').update(content).digest('hex'),
    part: Buffer.from(content).subarray(2, 5).toString('base64'),
    all: Buffer.from(content).toString('base64'),
  })
  expect(nodes).toEqual([
    { ...describe('competitors/0xabc/history.json', '[]'), json: [] },
    { ...describe('live_poll.json', poll), json: [1, 2] },
    { ...describe('metrics.json', metrics), json: { name: '\ufeffÜnï\ufeff', views: 2 } },
  ])
  const strange = await api.ask(mine, {}, stranger)
  expect(strange.data.me.legacyDocuments).toEqual({ totalCount: 0, edges: [] })

  const all =
    '{ legacyDocuments(first: 3) { totalCount edges { node { path owner { id } json all: base64 } } } }'
  const { data: seen } = await api.ask(all, {}, admin)
  expect(seen.legacyDocuments).toEqual({
    totalCount: documentCount,
    edges: [
      { node: { path: 'alerts.json', owner: null, json: { rules: [] }, all: base64('{"rules": []}') } },
      { node: { path: 'share-tokens.json', owner: null, json: null, all: base64('not { json') } },
      {
        node: {
          path: 'users/00000000-0000-4000-8000-000000000000/metrics.json',
          owner: null,
          json: null,
          all: '',
        },
      },
    ],
  })
  expect((await api.ask(all, {}, stranger)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
})

test('a part of a document has a limited length', async () => {
  await importTree(connection, await writeTree(files))
  const large = '{ me { legacyDocuments { edges { node { base64(length: 1048577) } } } } }'
  expect((await api.ask(large, {}, { apiKey })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', argument: 'length' } },
  ])
})

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

test('equal content is stored once, and new content in addition to the old', async () => {
  const source = await writeTree(files)
  await importTree(connection, source)
  const again = await importTree(connection, source)
  const newer = new Date('2031-01-01T00:00:00Z')
  await writeFile(join(source, 'alerts.json'), '{"rules": [1]}')
  await utimes(join(source, 'alerts.json'), newer, newer)
  const changed = await importTree(connection, source)

  expect(listDocumentCounts(again.counts)).toMatchObject({ inserted: 0, unchanged: documentCount })
  expect(listDocumentCounts(changed.counts)).toMatchObject({ inserted: 1, unchanged: documentCount - 1 })
  const newest = await readTree(await exportTree(connection, 'era2'))
  expect(newest['alerts.json']).toBe('{"rules": [1]}')

  const revert = await runJob(connection, 'revert', changed.id)
  expect(listDocumentCounts(revert.counts)).toMatchObject({ found: 1, removed: 1 })
  const before = await readTree(await exportTree(connection, 'era2'))
  expect(before['alerts.json']).toBe('{"rules": []}')
})

test('a content that comes back is the newest again, until its import is reverted', async () => {
  const source = await writeTree(files)
  const importAlerts = async (content: string, modifiedAt: string) => {
    await writeFile(join(source, 'alerts.json'), content)
    await utimes(join(source, 'alerts.json'), new Date(modifiedAt), new Date(modifiedAt))
    return importTree(connection, source)
  }
  const exportAlerts = async () => {
    const directory = await exportTree(connection, 'era2')
    const { mtime } = await stat(join(directory, 'alerts.json'))
    return [(await readTree(directory))['alerts.json'], mtime.toISOString().slice(0, 4)]
  }
  await importAlerts('[]', '2031-01-01T00:00:00Z')
  await importAlerts('["x"]', '2032-01-01T00:00:00Z')
  const back = await importAlerts('[]', '2033-01-01T00:00:00Z')
  const again = await importAlerts('[]', '2033-01-01T00:00:00Z')

  expect(listDocumentCounts(back.counts)).toMatchObject({ inserted: 1, verified: documentCount })
  expect(listDocumentCounts(again.counts)).toMatchObject({ inserted: 0, unchanged: documentCount })
  expect(await exportAlerts()).toEqual(['[]', '2033'])

  const older = await importAlerts('["x"]', '2032-01-01T00:00:00Z')
  expect(listDocumentCounts(older.counts)).toMatchObject({ inserted: 0, unchanged: documentCount })
  expect(await exportAlerts()).toEqual(['[]', '2033'])

  const revert = await runJob(connection, 'revert', back.id)
  expect(listDocumentCounts(revert.counts)).toMatchObject({ removed: 1 })
  expect(await exportAlerts()).toEqual(['["x"]', '2032'])

  const touched = await importAlerts('["x"]', '2035-01-01T00:00:00Z')
  expect(listDocumentCounts(touched.counts)).toMatchObject({ inserted: 0, unchanged: documentCount })
  await importAlerts('[]', '2034-01-01T00:00:00Z')
  expect(await exportAlerts()).toEqual(['["x"]', '2035'])
})

test('reverting the import of a user keeps the documents of another import, without an owner', async () => {
  const first = await importTree(connection, await writeTree({ 'users.json': [user] }))
  await importTree(connection, await writeTree(files))
  const revert = await runJob(connection, 'revert', first.id)
  const { rows } = await connection.pool.query(
    'select count(*)::int, count(user_id)::int as owned from legacy_documents',
  )

  expect(revert.phase).toBe('completed')
  expect(rows).toEqual([{ count: documentCount, owned: 0 }])
  await importTree(connection, await writeTree(files))
  const owned = await connection.pool.query('select path from legacy_documents where user_id is not null')
  expect(owned.rows).toHaveLength(3)
})

test('a verification names documents that differ, and counts those that are missing', async () => {
  const job = await importTree(connection, await writeTree(files))
  await connection.pool.query(`update legacy_documents set content = 'x' where path = 'alerts.json'`)
  await connection.pool.query(`delete from legacy_documents where path = 'share-tokens.json'`)

  const verified = await runJob(connection, 'verify', job.id)

  expect(listDocumentCounts(verified.counts)).toMatchObject({ rejected: 2, verified: documentCount - 2 })
  expect(listSkippedPaths(verified.skippedPaths)).toEqual([
    { path: 'alerts.json', reason: 'The stored document differs from its hash.' },
    { path: '', reason: 'Documents of the import that are missing: 1.' },
  ])
})

test('a verification finds no documents of a reverted import, and reports any that it did not save', async () => {
  const job = await importTree(connection, await writeTree(files))
  const addOne = () =>
    connection.pool.query(
      `insert into legacy_documents (job_id, path, content, bytes, sha256, is_json)
      values ($1, 'extra.json', '', 0, sha256(''), false)`,
      [job.id],
    )
  const surplus = [{ path: '', reason: 'Documents that the import did not save: 1.' }]
  await addOne()
  const before = await runJob(connection, 'verify', job.id)
  expect(listDocumentCounts(before.counts)).toMatchObject({ found: documentCount + 1, rejected: 1 })
  expect(listSkippedPaths(before.skippedPaths)).toEqual(surplus)

  await runJob(connection, 'revert', job.id)
  const after = await runJob(connection, 'verify', job.id)
  expect(listDocumentCounts(after.counts)).toMatchObject({ found: 0, rejected: 0 })
  expect(after.skippedPaths).toEqual([])

  await addOne()
  const added = await runJob(connection, 'verify', job.id)
  expect(listSkippedPaths(added.skippedPaths)).toEqual(surplus)
})

test('an import whose document is stored differently fails', async () => {
  await connection.pool.query(`
    create function damage() returns trigger language plpgsql as
      $$ begin new.content := 'x'; new.bytes := 1; return new; end $$;
    create trigger damage before insert on legacy_documents for each row
      when (new.path = 'alerts.json') execute function damage()`)
  const job = await importTree(connection, await writeTree(files))
  await connection.pool.query('drop function damage cascade')

  expect(job).toMatchObject({ phase: 'failed', errorCode: 'VERIFICATION_FAILED' })
  const { rows } = await connection.pool.query('select from users')
  expect(rows).toEqual([])
})
