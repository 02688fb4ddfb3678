import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'

export interface Gate {
  /** The way to the database through the gate. */
  readonly database: ExternalDatabase
  /** Cuts every connection and refuses new ones, as a server does that has died. */
  close(): Promise<void>
  open(): Promise<void>
  /**
   * Lets nothing more through the connections that there are, in either direction, and tells neither end: as a firewall
   * does that has forgotten them. New ones work.
   */
  vanish(): void
  /** Does so with new connections, too, until it is `false`. */
  setDark(isDark: boolean): void
}

/** Puts a gate before a database, so that a test can make the database unreachable for one client alone. */
export async function createGate(database: ExternalDatabase): Promise<Gate> {
  const sockets = new Set<Socket>()
  let isDark = false
  const server = createServer((socket) => {
    const target = connect(database.port ?? 5432, database.host ?? '127.0.0.1')
    for (const end of [socket, target]) {
      sockets.add(end)
      end.on('error', () => undefined).on('close', () => sockets.delete(end))
    }
    if (isDark) socket.resume()
    else socket.pipe(target).pipe(socket)
  })
  const vanish = () => {
    for (const socket of sockets) socket.unpipe().resume()
  }
  const port = await listen(server, 0)
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await once(server.close(), 'close')
  }
  afterAll(close)
  return {
    database: { ...database, host: '127.0.0.1', port },
    close,
    open: async () => {
      await listen(server, port)
    },
    vanish,
    setDark: (value) => {
      isDark = value
      if (value) vanish()
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : port
}
