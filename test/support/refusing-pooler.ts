import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { afterAll } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'

/**
 * A way to the database on which startup packets with options are refused, in PgBouncer's words. Everything else
 * passes, so that statements and their settings are PostgreSQL's own.
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

/** A message of PostgreSQL's protocol: its type, its length with these four bytes, and its fields. */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
