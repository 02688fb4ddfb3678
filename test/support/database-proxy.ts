import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'

export interface DatabaseProxy {
  /** The database through the proxy. */
  readonly database: ExternalDatabase
  /** Closes every connection and refuses new ones, like a stopped server. */
  close(): Promise<void>
  open(): Promise<void>
  /**
   * Drops all packets of the open connections in both directions without closing them, like a firewall that has lost
   * their state. New connections work.
   */
  dropOpenConnections(): void
  /** Also drops the packets of new connections until called with `false`. */
  setUnreachable(isUnreachable: boolean): void
}

/** Starts a TCP proxy, so that a test can make the database unreachable for one client. */
export async function createDatabaseProxy(database: ExternalDatabase): Promise<DatabaseProxy> {
  const sockets = new Set<Socket>()
  let isUnreachable = false
  const server = createServer((socket) => {
    const target = connect(database.port ?? 5432, database.host ?? '127.0.0.1')
    for (const end of [socket, target]) {
      sockets.add(end)
      end.on('error', () => undefined).on('close', () => sockets.delete(end))
    }
    if (isUnreachable) socket.resume()
    else socket.pipe(target).pipe(socket)
  })
  const dropOpenConnections = () => {
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
    dropOpenConnections,
    setUnreachable: (value) => {
      isUnreachable = value
      if (value) dropOpenConnections()
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : port
}

/**
 * Starts a TCP proxy that refuses startup packets with options, like PgBouncer, and forwards everything else to
 * PostgreSQL.
 */
export async function refuseStartupOptions(database: ExternalDatabase): Promise<ExternalDatabase> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (packet) => {
      if (packet.includes('\0options\0')) {
        socket.end(errorResponse('08P01', 'unsupported startup parameter: options'))
        return
      }
      const target = connect(database.port ?? 5432, database.host ?? '127.0.0.1')
      target.on('error', () => undefined).write(packet)
      socket.pipe(target).pipe(socket)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  afterAll(() => {
    server.close()
  })
  const listening = server.address()
  const port = typeof listening === 'object' ? listening?.port : undefined
  return { ...database, host: '127.0.0.1', ...(port === undefined ? {} : { port }) }
}

/** A message of PostgreSQL's protocol: type, length including these four bytes, and fields. */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
