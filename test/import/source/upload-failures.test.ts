import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'
import { type Account, insertUser } from '../../support/factories.ts'
import { clearTables } from '../../support/imports.ts'
import { boundary, type OpenRequest, openRequest, sendParts, toBody } from '../../support/multipart.ts'
import {
  contractsOf,
  countStagedBytes,
  findNewestJob,
  halfBody,
  toParts,
  type UploadRequest,
  untilJobEnded,
  upload,
  uploadToEnd,
} from '../../support/uploads.ts'

const idleMs = 400
const api = await startApi({
  uploadLimits: {
    ...{ operationsBytes: 2_000, mapBytes: 200, files: 3, fileBytes: 600_000, requestBytes: 800_000 },
    ...{ idleMs, totalMs: 2_000, lingerMs: 100 },
  },
})
let admin: Account

beforeEach(async () => {
  await clearTables(api.jobs)
  admin = await insertUser(api.db, { role: 'admin' })
})

const spaces = (bytes: number) => Buffer.alloc(bytes, ' ')

/** Sends everything up to the middle of the last file. */
function uploadHalf(request: UploadRequest): OpenRequest {
  const { half, bytes } = halfBody(request)
  const open = openRequest(api.url, { bytes, headers: { 'x-api-key': admin.apiKey } })
  open.socket.write(half)
  return open
}

async function untilStaged(bytes: number): Promise<void> {
  while ((await countStagedBytes(api)) < bytes) await sleep(10)
}

/** The job has failed and left nothing behind, and the next one runs. */
async function expectNothingLeft(message: RegExp): Promise<void> {
  const { id = '' } = (await findNewestJob(api)) ?? {}
  const { phase, errorCode, errorMessage } = await untilJobEnded(api, id, admin)
  expect({ phase, errorCode }).toEqual({ phase: 'FAILED', errorCode: 'UPLOAD_ABORTED' })
  expect(errorMessage).toMatch(message)
  // The lock is released a moment after the job has ended.
  expect(await uploadToEnd(api, contractsOf('[]'), admin)).toMatchObject({ phase: 'COMPLETED' })
  expect(await countStagedBytes(api)).toBe(0)
}

test('a client that disconnects in the middle of a file leaves nothing behind', async () => {
  const { socket } = uploadHalf(contractsOf(spaces(590_000)))
  await untilStaged(256 * 1024)
  socket.destroy()
  await expectNothingLeft(/The client disconnected before the upload was complete/)
})

test('a client that disconnects between two files leaves nothing behind', async () => {
  const names = ['0', '1']
  const parts = names.map((name) => ({ name, content: '[]', fileName: 'users.json' }))
  const body = toBody(toParts({ files: names.map(() => ({ kind: 'USERS' })), parts }).slice(0, -1))
  const headers = { 'x-api-key': admin.apiKey }
  const { socket } = openRequest(api.url, { bytes: 2 * body.length, headers })
  // Without the final boundary.
  socket.write(body.subarray(0, -boundary.length - 6))
  while ((await findNewestJob(api)) === undefined) await sleep(10)
  socket.destroy()
  await expectNothingLeft(/The client disconnected/)
})

test('a body that ends too early is reported as malformed', async () => {
  const { half } = halfBody(contractsOf(spaces(590_000)))
  const { errors } = await sendParts(api.url, half, admin)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  expect(errors[0]?.message).toMatch(/malformed: Unexpected end of multipart data/)
  await expectNothingLeft(/Unexpected end/)
})

test('a client that sends nothing for too long is refused and disconnected', async () => {
  const { answer } = uploadHalf(contractsOf(spaces(300_000)))
  expect(await answer).toMatch(/^HTTP\/1.1 408 .*"code":"UPLOAD_TIMEOUT"/s)
  await expectNothingLeft(/No bytes of the upload arrived for more than 0.4 seconds/)
})

test('a client that keeps sending single bytes is disconnected in the end', async () => {
  const { socket, answer } = uploadHalf(contractsOf(spaces(300_000)))
  socket.on('error', () => undefined)
  const dripping = setInterval(() => socket.write(' '), idleMs / 3)
  expect(await answer).toMatch(/^HTTP\/1.1 408 /)
  clearInterval(dripping)
  await expectNothingLeft(/The upload took more than 2 seconds/)
})

test('the server responds to other requests during a slow upload, whose job can be cancelled', async () => {
  const { answer } = uploadHalf(contractsOf(spaces(590_000)))
  await untilStaged(256 * 1024)
  const { id = '' } = (await findNewestJob(api)) ?? {}
  const { data } = await api.ask('{ me { id } }', {}, admin)
  expect(data.me.id).toBe(admin.id)
  await api.ask('mutation ($id: ID!) { cancelImport(input: { jobId: $id }) { job { id } } }', { id }, admin)
  expect(await answer).toMatch(/^HTTP\/1.1 200 .*"phase":"CANCELLED"/s)
  expect(await countStagedBytes(api)).toBe(0)
})

const manyFiles = (count: number, content: string | Buffer): UploadRequest => ({
  files: Array.from({ length: count }, () => ({ kind: 'USERS' })),
  parts: Array.from({ length: count }, (_, index) => ({ name: `${index}`, content, fileName: 'users.json' })),
})
const longName = {
  ...contractsOf('[]'),
  parts: [{ name: '0'.repeat(300), content: '[]', fileName: 'a.json' }],
}
const longOperation = { ...contractsOf('[]'), input: { directory: 'd'.repeat(2_000) } }

test.each([
  ['a file', contractsOf(spaces(600_001)), 'The file "0" has more than 600000 bytes.'],
  ['a request', manyFiles(3, spaces(300_000)), 'The multipart request has more than 800000 bytes.'],
  ['a list of files', manyFiles(4, '[]'), 'The multipart request has more than 3 files.'],
  [
    'the operation',
    longOperation,
    'The field "operations" of the multipart request has more than 2000 bytes.',
  ],
  ['the map', longName, 'The field "map" of the multipart request has more than 200 bytes.'],
])('%s that is too large is refused with its limit', async (_what, request, message) => {
  const answer = await upload(api, request, admin)
  expect(answer.status).toBe(413)
  expect(answer.errors).toMatchObject([{ message, extensions: { code: 'UPLOAD_TOO_LARGE' } }])
  if ((await findNewestJob(api)) !== undefined) await expectNothingLeft(/has more than/)
})

test('files at the limits are accepted', async () => {
  expect(await uploadToEnd(api, contractsOf(spaces(600_000)), admin)).toMatchObject({ phase: 'COMPLETED' })
})

test('an upload that is refused does not keep its connection open', async () => {
  const { answer } = uploadHalf({ ...contractsOf(spaces(300_000)), files: [{ kind: 'NOTHING' }] })
  expect(await answer).toMatch(/^HTTP\/1.1 400 .*"code":"BAD_USER_INPUT"/is)
  expect(await findNewestJob(api)).toBeUndefined()
})
