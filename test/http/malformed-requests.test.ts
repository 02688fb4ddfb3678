import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createTinyServer, listen } from './tiny-api.ts'

test.each([
  ['too large headers', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, /16384 bytes/],
  ['no HTTP', 'hello\r\n\r\n', 400, /not valid HTTP/],
  [
    'two content lengths',
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    400,
    /not valid HTTP/,
  ],
])('%s: the response is in the format of GraphQL errors', async (_what, bytes, status, message) => {
  const { server } = await createTinyServer()
  const { hostname, port } = new URL(await listen(server))
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  const answer = await text(socket)
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
  expect(body.errors).toEqual([
    { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } },
  ])
})
