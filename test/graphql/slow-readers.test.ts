import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { type Account, insertMessage, insertSession, insertUser } from '../support/factories.ts'

const mebibyte = 2 ** 20
// Larger than the kernel's buffers of a connection.
const api = await startApi({
  byteLimits: { maxAnswerBytes: 32 * mebibyte, maxTotalBytes: 100 * mebibyte },
})
const names = Array.from({ length: 290 }, (_, place) => `a${place}: content`).join(' ')
const query = `{ chatSessions { edges { node { messages(first: 1) { edges { node { ${names} } } } } } } }`

async function insertReader(): Promise<Account> {
  const user = await insertUser(api.db)
  await insertMessage(api.db, await insertSession(api.db, { user_id: user.id }), {
    // gzip compresses it by only a quarter, and finds no repetition within its window of 32 KiB.
    content: randomBytes(75_000).toString('base64'),
  })
  return user
}

/** Requests 29 MB and reads only the first bytes of the response. */
async function stall(user: Account, encoding: string): Promise<Socket> {
  const { hostname, port } = new URL(api.url)
  const socket = connect({ host: hostname, port: Number(port) })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  const body = JSON.stringify({ query })
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
      `x-api-key: ${user.apiKey}\r\naccept-encoding: ${encoding}\r\n\r\n${body}`,
  )
  await once(socket, 'readable')
  expect(socket.read(12)?.toString()).toBe('HTTP/1.1 200')
  return socket
}

const encodings = ['identity', 'gzip']

test.each(encodings)(
  'clients that do not read their responses (%s) are disconnected when others need the memory',
  async (encoding) => {
    const readers = await Promise.all(Array.from({ length: 3 }, insertReader))
    const sockets = await Promise.all(readers.map((reader) => stall(reader, encoding)))

    const [anonymous, user] = await Promise.all([
      api.ask('{ me { id } }'),
      api.ask(query, {}, await insertReader()),
    ])

    expect([anonymous.status, anonymous.data]).toEqual([200, { me: null }])
    expect([user.status, codesOf(user)]).toEqual([200, []])
    for (const socket of sockets) socket.resume()
    await expect.poll(() => sockets.some(({ closed }) => closed)).toBe(true)
  },
)

test.each(encodings)('a client that was disconnected (%s) can send another request', async (encoding) => {
  const user = await insertReader()
  await stall(user, encoding)

  const answer = await api.ask(query, {}, user)

  expect([answer.status, codesOf(answer)]).toEqual([200, []])
})
