import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { codesOf, startApi } from '../../support/api.ts'
import { type Account, insertUser } from '../../support/factories.ts'
import { clearTables, lockTable, untilBlocked } from '../../support/imports.ts'
import { fields, sendParts } from '../../support/multipart.ts'
import {
  contractsOf,
  countStagedBytes,
  readLegacy,
  toParts,
  untilJobEnded,
  upload,
  uploadToEnd,
} from '../../support/uploads.ts'

const api = await startApi()
let admin: Account

beforeEach(async () => {
  await clearTables(api.jobs)
  admin = await insertUser(api.db, { role: 'admin' })
})

const pathsOf = ({ files }: { files: { edges: { node: { path: string } }[] } }) =>
  files.edges.map(({ node }) => node.path)

test('files that arrive in the wrong order, one of them compressed, are imported in the right one', async () => {
  const users = gzipSync(readLegacy('era1/users.json'))
  // More than is buffered of a file that is not read yet, so the second file can't arrive first.
  const contracts = Buffer.concat([readLegacy('era1/contracts.json'), Buffer.alloc(400_000, ' ')])
  const job = await uploadToEnd(
    api,
    {
      files: [{ kind: 'USERS' }, { kind: 'CONTRACTS' }],
      parts: [
        { name: '1', content: contracts, fileName: 'contracts.json' },
        { name: '0', content: users, fileName: 'users.json.gz' },
      ],
    },
    admin,
  )
  expect(job).toMatchObject({
    phase: 'COMPLETED',
    errorCode: null,
    bytesTotal: users.length + contracts.length,
  })
  expect(pathsOf(job)).toEqual(['users.json.gz', 'contracts.json'])
  expect(job.counts.slice(0, 2)).toMatchObject([
    { kind: 'USERS', inserted: 9, verified: 9 },
    { kind: 'CONTRACTS', inserted: 13, verified: 13 },
  ])
  expect(await countStagedBytes(api)).toBe(0)
})

test('a file of many pieces is stored unchanged', async () => {
  const user = { id: randomUUID(), email: 'large@example.org', name: 'x', bio: 'é'.repeat(700_000) }
  const content = JSON.stringify([user])
  const job = await uploadToEnd(
    api,
    { files: [{ kind: 'USERS' }], parts: [{ name: '0', content, fileName: 'users.json' }] },
    admin,
  )
  expect(job).toMatchObject({ phase: 'COMPLETED', bytesRead: Buffer.byteLength(content) })
  const { rows } = await api.jobs.pool.query(`select extra from legacy_records`)
  expect(JSON.stringify(rows[0].extra)).toContain(user.bio)
})

test('a file in the directory of a user belongs to that user, and equal names are distinguished', async () => {
  const owner = await insertUser(api.db)
  const contract = (name: string) => JSON.stringify([{ id: randomUUID(), name, targetContract: {} }])
  const job = await uploadToEnd(
    api,
    {
      files: [
        { kind: 'CONTRACTS', ownerId: owner.id },
        { kind: 'CONTRACTS', ownerId: owner.id },
      ],
      parts: [
        { name: '0', content: contract('One'), fileName: '../../etc/contracts.json' },
        { name: '1', content: contract('Two'), fileName: 'C:\\data\\contracts.json' },
      ],
    },
    admin,
  )
  expect(pathsOf(job)).toEqual([`users/${owner.id}/contracts.json`, `users/${owner.id}/contracts.json (2)`])
  const { rows } = await api.jobs.pool.query('select user_id from contracts')
  expect(rows).toEqual([{ user_id: owner.id }, { user_id: owner.id }])
})

test('a backup is recognized by its name, and read after the live file', async () => {
  const files = [{ kind: 'USERS' }, { kind: 'USERS' }, { kind: 'USERS' }]
  const parts = ['users.json.backup3', 'users.backup.json', 'users.json'].map((fileName, index) => ({
    ...{ name: String(index), fileName, content: '[]' },
  }))
  const job = await uploadToEnd(api, { files, parts }, admin)
  expect(pathsOf(job)).toEqual(['users.json', 'users.backup.json', 'users.json.backup3'])
  const { errors } = await upload(api, { files, parts, input: { includeBackups: false } }, admin)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'input.includeBackups' } }])
})

test.each([
  ['without a name', '', 'contracts.json'],
  ['with control characters', '\u0007\u007f', '\ufffd\ufffd'],
  ['with a name that is too long', `${'n'.repeat(9_000)}.json`, 'n'.repeat(200)],
  [
    'with a name that is longer than the limit for the headers of a part',
    'n'.repeat(50_000),
    'n'.repeat(200),
  ],
])('a file %s gets a name that can be displayed', async (_case, fileName, path) => {
  expect(pathsOf(await uploadToEnd(api, contractsOf('[]', fileName), admin))).toEqual([path])
})

test.each([
  ['no file', {}, [], 'input.files'],
  ['an owner for users', {}, [{ kind: 'USERS', ownerId: randomUUID() }], 'input.files.0.ownerId'],
  ['an owner that is not a UUID', {}, [{ kind: 'CONTRACTS', ownerId: '../x' }], 'input.files.0.ownerId'],
  [
    'an owner in ERA1',
    { layout: 'ERA1' },
    [{ kind: 'CONTRACTS', ownerId: randomUUID() }],
    'input.files.0.ownerId',
  ],
  ['no owner in ERA2', { layout: 'ERA2' }, [{ kind: 'CONTRACTS' }], 'input.files.0.ownerId'],
  ['a directory in addition', { directory: 'era1' }, [{ kind: 'CONTRACTS' }], 'input'],
])('%s is refused before a job is created', async (_case, input, files, argument) => {
  const parts = files.map((_file, index) => ({ name: String(index), content: '[]', fileName: 'a.json' }))
  const { errors } = await upload(api, { files, parts, input }, admin)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
  expect(await api.db.selectFrom('import_jobs').select('id').execute()).toEqual([])
})

const startImport =
  'mutation ($input: ImportLegacyDataInput!) { importLegacyData(input: $input) { job { id } } }'

test.each([['text'], [{}], [{ fileName: 'x', bytes: [] }], [null]])('%j is not a file', async (file) => {
  const input = { files: [{ kind: 'USERS', file }] }
  const asJson = await api.ask(startImport, { input }, admin)
  expect(codesOf(asJson)).toEqual(['BAD_USER_INPUT'])
  const asPart = await sendParts(api.url, fields({ query: startImport, variables: { input } }, {}), admin)
  expect(codesOf(asPart)).toEqual(['BAD_USER_INPUT'])
})

test('a file can’t be a literal in the query', async () => {
  const query = 'mutation { importLegacyData(input: {files: [{kind: USERS, file: "x"}]}) { job { id } } }'
  expect(codesOf(await api.ask(query, {}, admin))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
})

test('a request without files may be a multipart request', async () => {
  const { data } = await sendParts(api.url, fields({ query: '{ me { id } }' }, {}), admin)
  expect(data.me.id).toBe(admin.id)
})

test('while another import runs, an upload is refused before its files are read', async () => {
  const blocker = await lockTable(api.jobs, 'legacy_records', 'access exclusive')
  const { data } = await api.ask(startImport, { input: { directory: 'era1' } }, admin)
  await untilBlocked(api.jobs, 'legacy_records')
  const answer = await sendParts(api.url, toParts(contractsOf(Buffer.alloc(300_000, ' '))), admin)
  const { id } = data.importLegacyData.job
  expect(answer.errors).toMatchObject([{ extensions: { code: 'IMPORT_RUNNING', jobId: id } }])
  expect(await countStagedBytes(api)).toBe(0)
  await blocker.query('commit')
  blocker.release()
  expect(await untilJobEnded(api, id, admin)).toMatchObject({ phase: 'COMPLETED' })
})
