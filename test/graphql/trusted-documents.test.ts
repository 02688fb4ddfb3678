import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noIntrospection } from '../../src/graphql/hidden-schema.ts'
import { loadTrustedDocuments } from '../../src/graphql/trusted-documents.ts'
import { readImportPageQueries } from '../../src/http/pages/import-page.ts'
import { type Answer, startApi } from '../support/api.ts'
import { createDirectory } from '../support/embedded-postgres.ts'
import { insertUser } from '../support/factories.ts'
import { sendParts } from '../support/multipart.ts'

const trusted = 'query Who($withName: Boolean = true) { me { id name @include(if: $withName) } }'
const mutation = 'mutation Upload($i: ImportLegacyDataInput!) { importLegacyData(input: $i) { job { id } } }'
const idOf = (text: string) => `sha256:${digestOf(text)}`

const api = await startApi({ trustedDocumentsFile: writeManifest(toManifest(trusted, mutation)) })
const openApi = await startApi()
const user = await insertUser(api.db)
const admin = await insertUser(api.db, { role: 'admin' })

test('a document is executed by its id in the body and in the URL, from the first to the fifth time', async () => {
  for (let time = 0; time < 5; time++) {
    for (const body of [{ documentId: idOf(trusted) }, { documentId: idOf(trusted), query: trusted }]) {
      const answer = await post({ ...body, variables: { withName: false } })
      expect(answer).toEqual({ status: 200, body: { data: { me: { id: user.id } } } })
    }
    const search = new URLSearchParams({ documentId: idOf(trusted), variables: '{"withName":false}' })
    expect(await get(search)).toEqual({ status: 200, body: { data: { me: { id: user.id } } } })
  }
})

test('a document is executed by its hash, as Apollo’s clients send it', async () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: digestOf(trusted) } }
  const expected = { status: 200, body: { data: { me: { id: user.id, name: expect.any(String) } } } }
  expect(await post({ extensions })).toEqual(expected)
  expect(await post({ extensions, query: trusted })).toEqual(expected)
  expect(await get(new URLSearchParams({ extensions: JSON.stringify(extensions) }))).toEqual(expected)
})

test('the text of a trusted document is executed, and no other text of any sender', async () => {
  const untrusted = 'query Who { me { id name email } }'
  const search = new URLSearchParams({ query: untrusted })
  const { errors: uploadErrors } = await sendUpload({ query: `${mutation} ` })
  expect((await post({ query: trusted })).status).toBe(200)
  for (const sender of [user, admin]) {
    for (let time = 0; time < 4; time++) {
      expect(await post({ query: untrusted }, sender)).toMatchObject(rejected('DOCUMENT_NOT_TRUSTED'))
    }
  }
  expect(await get(search)).toMatchObject(rejected('DOCUMENT_NOT_TRUSTED'))
  expect(uploadErrors).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }])
  expect(await post({ query: '{ __typename }' })).toMatchObject(rejected('DOCUMENT_NOT_TRUSTED'))
})

test('an upload can identify its document by ID', async () => {
  const { data, errors } = await sendUpload({ documentId: idOf(mutation) })
  expect(errors).toEqual([])
  expect(data.importLegacyData.job.id).toEqual(expect.any(String))
})

test.each<readonly [string, object, string]>([
  ['an unknown id', { documentId: idOf('query Other { me { id } }') }, 'DOCUMENT_NOT_FOUND'],
  ['a malformed id', { documentId: '__proto__' }, 'DOCUMENT_NOT_FOUND'],
  ['an empty id', { documentId: '' }, 'DOCUMENT_NOT_FOUND'],
  ['an id that is not a string', { documentId: 5 }, 'BAD_USER_INPUT'],
  [
    'an unknown hash',
    { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
    'DOCUMENT_NOT_FOUND',
  ],
  ['an id with another text', { documentId: idOf(trusted), query: '{ me { id } }' }, 'BAD_USER_INPUT'],
])('%s is rejected with a code', async (_name, body, code) => {
  expect(await post(body)).toMatchObject(rejected(code))
})

test('a URL with a duplicate parameter is rejected', async () => {
  const search = new URLSearchParams({ documentId: idOf(trusted) })
  search.append('query', trusted)
  search.append('query', '{ me { email } }')
  expect(await get(search)).toMatchObject(rejected('BAD_USER_INPUT'))
})

test('no other form of body bypasses the check', async () => {
  const batch = [{ query: '{ me { email } }' }]
  for (const body of [batch, {}, { query: '' }, { query: ['{ me { email } }'] }, { variables: {} }]) {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(answer.body).not.toHaveProperty('data')
  }
})

test('GET does not execute a mutation by its id', async () => {
  const { status } = await get(new URLSearchParams({ documentId: idOf(mutation), variables: '{"i":{}}' }))
  expect(status).toBe(405)
})

test('the imports page works, and the playground page explains why it is off', async () => {
  const queries = await readImportPageQueries()
  expect(queries.length).toBeGreaterThan(3)
  for (const query of queries) {
    const { body } = await post({ query, variables: {} }, admin)
    expect(JSON.stringify(body)).not.toContain('DOCUMENT_NOT_TRUSTED')
  }
  const page = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } })
  expect(await page.text()).toContain('executes only the documents in its manifest')
})

test('without a manifest, no id is known', async () => {
  const response = await fetch(`${openApi.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ documentId: idOf(trusted) }),
  })
  expect(await response.json()).toMatchObject(rejected('DOCUMENT_NOT_FOUND').body)
})

test('the manifest of Apollo’s generator is accepted', () => {
  const operations = [{ id: digestOf(trusted), name: 'Who', type: 'query', body: trusted }]
  const documents = load({ format: 'apollo-persisted-query-manifest', version: 1, operations })
  expect([documents.find(idOf(trusted)), documents.find(digestOf(trusted))]).toEqual([trusted, trusted])
})

test('IDs other than SHA-256 are accepted unchanged', () => {
  const documents = load({ a1b2c3d4e5f60718293a4b5c6d7e8f90: trusted })
  expect(documents.find('a1b2c3d4e5f60718293a4b5c6d7e8f90')).toBe(trusted)
})

test('every document is checked at startup, and all problems are listed', () => {
  const manifest = {
    ...toManifest(
      '{ nothing }',
      '{ __schema { queryType { name } } }',
      'fragment F on Contract { id }',
      'query {',
    ),
    [idOf('other')]: trusted,
    'not an id': trusted,
  }
  expect(() => load(manifest)).toThrow(
    expect.objectContaining({ name: 'OperatorError', message: expect.stringContaining('has 6 problem(s)') }),
  )
  for (const message of [
    'Cannot query field "nothing"',
    'Introspection is off',
    'the document contains no operation',
    'Syntax Error',
    'the ID is not the SHA-256 of the document',
    '"not an id": an ID may contain only letters',
  ]) {
    expect(() => load(manifest)).toThrow(message)
  }
})

test.each([[[]], [{}], ['text'], [{ a: 5 }], [{ format: 'apollo-persisted-query-manifest' }]])(
  '%j is not a manifest',
  (content) => {
    expect(() => load(content)).toThrow('contains no documents')
  },
)

test('the error for a missing or invalid manifest contains its path', () => {
  expect(() => loadFrom('/nowhere/manifest.json')).toThrow(
    'The manifest /nowhere/manifest.json of TRUSTED_DOCUMENTS',
  )
  const path = join(createDirectory(), 'broken.json')
  writeFileSync(path, '{')
  expect(() => loadFrom(path)).toThrow("can't be read")
})

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function toManifest(...texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text) => [idOf(text), text]))
}

function writeManifest(content: unknown): string {
  const path = join(createDirectory(), 'manifest.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

function load(content: unknown) {
  return loadFrom(writeManifest(content))
}

function loadFrom(path: string) {
  return loadTrustedDocuments({ path, ownTexts: [], validationRules: [noIntrospection] })
}

function rejected(code: string) {
  return { status: 400, body: { errors: [{ extensions: { code } }] } }
}

async function post(body: object, sender = user): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': sender.apiKey },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

async function get(search: URLSearchParams): Promise<{ status: number; body: unknown }> {
  const headers = { 'apollo-require-preflight': 'true', 'x-api-key': user.apiKey }
  const response = await fetch(`${api.url}/graphql?${search}`, { headers })
  return { status: response.status, body: await response.json() }
}

function sendUpload(document: object): Promise<Answer> {
  const variables = { i: { files: [{ kind: 'USERS', file: null }] } }
  const parts = [
    { name: 'operations', content: JSON.stringify({ ...document, variables }) },
    { name: 'map', content: JSON.stringify({ 0: ['variables.i.files.0.file'] }) },
    { name: '0', content: '[]', fileName: 'users.json' },
  ]
  return sendParts(api.url, parts, admin)
}
