import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** Listens on a free port until the test ends. */
export async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
  })
  const address = server.address()
  return address === null || typeof address === 'string' ? 0 : address.port
}

/** Sends a request whose body is completed by `finish`, which returns the response's text. */
export async function sendHalf(url: string): Promise<{ finish: () => Promise<string> }> {
  const { hostname, port } = new URL(url)
  const body = JSON.stringify({ query: '{ __typename }' })
  const socket = connect(Number(port), hostname)
  const head = ['POST /graphql HTTP/1.1', `host: ${hostname}`, 'content-type: application/json']
  socket.write(`${[...head, `content-length: ${body.length}`, 'expect: 100-continue'].join('\r\n')}\r\n\r\n`)
  // "100 Continue" means that the server has received the header, so the request is in progress.
  await once(socket, 'data')
  return {
    finish: async () => {
      socket.write(body)
      let text = ''
      for await (const part of socket) text += part
      return text
    },
  }
}
