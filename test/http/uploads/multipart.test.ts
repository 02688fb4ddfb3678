import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'
import { type Account, insertUser } from '../../support/factories.ts'
import {
  boundary,
  fields,
  openRequest,
  type Part,
  sendParts,
  toBody,
  toPart,
} from '../../support/multipart.ts'
import { createTinyServer, listen } from '../tiny-api.ts'

const api = await startApi({ uploadLimits: { lingerMs: 100 } })
/** Leaves clients enough time to notice an early response, however busy the machine is. */
const patient = await startApi({ uploadLimits: { lingerMs: 60_000 } })
let admin: Account

beforeAll(async () => {
  admin = await insertUser(api.db, { role: 'admin' })
})

const gigabyte = 1_000_000_000

test.each(['anonymous', 'user', 'worker', 'wrong key', 'basic'])(
  'files are refused before a byte of them is read, with credentials: %s',
  async (who) => {
    const { status, headers } = await credentialsOf(who)
    const { answer } = openRequest(api.url, { bytes: gigabyte, headers })
    expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  },
)

async function credentialsOf(who: string): Promise<{ status: number; headers: Record<string, string> }> {
  switch (who) {
    // A form on another site could send at most this, and it can't even send this header.
    case 'anonymous':
      return { status: 401, headers: { 'apollo-require-preflight': 'true' } }
    case 'wrong key':
      return { status: 401, headers: { 'x-api-key': randomUUID() } }
    case 'basic':
      return { status: 401, headers: { authorization: 'Basic dXNlcjpwYXNz' } }
    default: {
      const role = who === 'worker' ? 'worker' : 'user'
      return { status: 403, headers: { 'x-api-key': (await insertUser(api.db, { role })).apiKey } }
    }
  }
}

test('a client that sends large files receives the response although its files are not read', async () => {
  // In a separate process: in this one, the client would always notice the response in time.
  const script = `
    const body = new FormData()
    body.set('0', new Blob([Buffer.alloc(50_000_000)]), 'users.json')
    for (let times = 0; times < 10; times++) {
      await fetch('${patient.url}/graphql', { method: 'POST', body }).then(
        ({ status }) => console.log(status),
        ({ cause }) => console.log(String(cause)),
      )
    }`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(stdout.trim().split('\n')).toEqual(Array(10).fill('401'))
})

test('files sent to another path are not read', async () => {
  const headers = { 'x-api-key': admin.apiKey }
  const { answer, socket } = openRequest(api.url, { bytes: gigabyte, headers, path: '/elsewhere' })
  socket.once('data', () => socket.end())
  expect(await answer).toMatch(/^HTTP\/1.1 404 /)
})

const query = 'mutation ($input: ImportLegacyDataInput!) { importLegacyData(input: $input) { job { id } } }'
const variables = { input: { files: [{ kind: 'USERS', file: null }] } }
const [operations, map] = fields({ query, variables }, { 0: ['variables.input.files.0.file'] })
const file: Part = { name: '0', content: '[]', fileName: 'users.json' }
const withMap = (value: unknown) => [...fields({ query, variables }, value), file]

test.each<[string, (Part | undefined)[], RegExp]>([
  ['no field', [], /the field "operations" is missing/],
  ['no map', [operations], /the field "map" is missing/],
  ['no operation', [map], /the field "operations" is missing/],
  ['a file before the fields', [file, operations, map], /must come before the file "0"/],
  ['a file between the fields', [operations, file, map], /must come before the file "0"/],
  ['a field twice', [operations, operations, map], /"operations" or "map" twice/],
  [
    'an operation that is not JSON',
    [{ name: 'operations', content: '{' }, map],
    /"operations" is not valid JSON/,
  ],
  [
    'an operation with a prototype',
    [{ name: 'operations', content: '{"__proto__": {}}' }, map],
    /"operations" contains a key named "__proto__"/,
  ],
  [
    'an operation with a byte that is not UTF-8',
    [{ name: 'operations', content: Buffer.from('{"query": "{ caf\xe9 }"}', 'latin1') }, map],
    /"operations" is not valid UTF-8 at byte offset 16/,
  ],
  [
    'a key twice',
    [{ name: 'operations', content: '{"query": "a", "query": "b"}' }, map],
    /the key "query" twice/,
  ],
  ['several operations', fields([{ query }, { query }], {}), /several operations; send one/],
  ['a string for an operation', fields('query', {}), /"operations" is not an object/],
  ['a list for a map', withMap([]), /"map" is not an object of lists/],
  [
    'a map to nowhere',
    withMap({ 0: ['variables.input.files.1.file'] }),
    /"variables.input.files.1.file", which is not a null/,
  ],
  ['a map to a value', withMap({ 0: ['variables.input.files.0.kind'] }), /which is not a null/],
  ['a map to the query', withMap({ 0: ['query'] }), /which is not a null/],
  ['a map to the prototype', withMap({ 0: ['variables.__proto__.polluted'] }), /which is not a null/],
  [
    'a map to a constructor',
    withMap({ 0: ['variables.constructor.prototype.polluted'] }),
    /which is not a null/,
  ],
  ['a map to a length', withMap({ 0: ['variables.input.files.length'] }), /which is not a null/],
  [
    'a map to two places',
    withMap({ 0: ['variables.input.files.0.file', 'variables.x'] }),
    /"0" a list of one path/,
  ],
  ['a map to no place', withMap({ 0: 'variables.input.files.0.file' }), /"0" a list of one path/],
  [
    'two files for a place',
    withMap({ 0: ['variables.input.files.0.file'], 1: ['variables.input.files.0.file'] }),
    /which is not a null/,
  ],
  [
    'a file that is not in the map',
    [operations, map, { ...file, name: 'other' }],
    /the file "other" is not in "map"/,
  ],
  ['a file twice', [operations, map, file, file], /the file "0" twice/],
  ['no file', [operations, map], /the file "0" of "map" is missing/],
])('%s is malformed', async (_what, parts, message) => {
  const answer = await sendParts(
    api.url,
    parts.filter((part) => part !== undefined),
    admin,
  )
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  expect(answer.errors[0]?.message).toMatch(message)
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('a part without a name is refused, and one without headers is ignored', async () => {
  const nameless = Buffer.from(`--${boundary}\r\ncontent-disposition: form-data\r\n\r\nx\r\n`)
  const { errors } = await sendParts(api.url, Buffer.concat([nameless, toBody([])]), admin)
  expect(errors[0]?.message).toMatch(/a part has no name/)
  const headless = Buffer.concat([
    Buffer.from(`--${boundary}\r\n\r\nx\r\n`),
    toBody(fields({ query: '{ __typename }' }, {})),
  ])
  expect((await sendParts(api.url, headless, admin)).data).toEqual({ __typename: 'Query' })
})

test.each([
  ['', /Boundary not found/],
  ['x', /Unexpected end of multipart data/],
])(
  'a boundary of %j in the header that differs from the one in the body is refused',
  async (named, message) => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': `multipart/form-data${named && `; boundary=${named}`}`,
        'x-api-key': admin.apiKey,
      },
      body: toPart(file),
    })
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(message)
  },
)

test('other request bodies have a time limit, too', async () => {
  const { server } = await createTinyServer({ bodyTimeMs: 100 })
  const url = await listen(server)
  const { answer } = openRequest(url, { bytes: 100, headers: { 'content-type': 'application/json' } })
  expect(await answer).toMatch(/^HTTP\/1.1 408 .*The request body was not received within 0.1 seconds/s)
  const elsewhere = openRequest(url, { bytes: 100, path: '/elsewhere' })
  expect(await elsewhere.answer).toMatch(/^HTTP\/1.1 404 /)
})
