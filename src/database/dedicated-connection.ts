import { once } from 'node:events'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { DB } from '../generated/database.ts'
import type { Database } from './connection.ts'
import { SessionClient } from './session-client.ts'

/** One connection out of the pool, for as long as it is needed: for session locks, COPY and statements without limit. */
export interface DedicatedConnection {
  /** All its statements, transactions too, run on this one connection; one at a time. */
  readonly db: Database
  /** The server's process, for `pg_cancel_backend`. */
  readonly processId: number
  /** Aborted, with the reason, when the connection breaks between two statements. */
  readonly lost: AbortSignal
  /**
   * Runs `COPY ... FROM STDIN` with the text or the bytes, which are not copied: they may change when it has ended.
   * Within the transaction of `db` that is open, if any.
   */
  copy(statement: string, content: string | Buffer): Promise<void>
  /** Ends the connection, and with it its session locks and open transaction; may be called again. */
  close(): void
}

/**
 * Takes a connection out of the pool and lifts the pool's limits: an import waits for locks as long as necessary, because a
 * failure could lose hours of work, and its transaction is idle while it reads files. If its client is gone, TCP ends it.
 */
export async function openDedicatedConnection(pool: pg.Pool): Promise<DedicatedConnection> {
  const client = await pool.connect()
  const lost = new AbortController()
  client.on('error', (error) => lost.abort(error))
  const held = { query: client.query.bind(client), release: () => undefined }
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: { connect: async () => held, end: async () => undefined, options: {} },
    }),
  })
  let isClosed = false
  // Never back into the pool: its settings and locks would stay with it.
  const close = () => {
    if (!isClosed) client.release(true)
    isClosed = true
  }
  try {
    if (client instanceof SessionClient) await client.liftLimits()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return {
      db,
      processId: rows[0]?.pid ?? 0,
      lost: lost.signal,
      copy: (statement, content) => copyContent(client, statement, content),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

async function copyContent(
  client: pg.PoolClient,
  statement: string,
  content: string | Buffer,
): Promise<void> {
  const stream = client.query(copyFrom(statement))
  const finished = once(stream, 'finish')
  stream.end(content)
  await finished
}
