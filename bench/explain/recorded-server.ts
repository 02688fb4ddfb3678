import { randomBytes } from 'node:crypto'
import { createApp } from '../../src/app.ts'
import type { ExternalDatabase } from '../../src/config.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { createLogger } from '../../src/logger.ts'
import type { Ask } from '../lists/list-queries.ts'
import { createSenders } from './long-lists.ts'

/** A statement and its parameters. */
export interface SentStatement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Our server in this process, recording its statements. */
export interface RecordedServer {
  readonly ask: Ask
  /** The SELECT statements that the server sent during the work. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly SentStatement[]>
  close(): Promise<void>
}

const neverMs = 2 ** 31 - 1

export async function startRecordedServer(
  database: ExternalDatabase,
  directory: string,
): Promise<RecordedServer> {
  const jwtSecret = randomBytes(32).toString('hex')
  const senders = await createSenders(database, jwtSecret)
  const connection = createConnection({
    ...{ database, maxConnections: 5, applicationName: 'metagauge-bench', statementTimeoutMs: 0 },
    onError: () => undefined,
  })
  const sent = recordStatements(connection)
  const app = await createApp({
    ...{ connection, owner: connection, jwtSecret, logger: createLogger('error'), mail: 'log' },
    ...{ corsOrigins: [], trustedProxies: [], introspection: true, leaseSweepMs: neverMs },
    ...{ legacyDataDirectory: directory, legacyExportDirectory: directory },
  })
  return {
    async ask(query, variables, sender) {
      const headers = { authorization: `Bearer ${senders[sender]}` }
      const response = await app.inject({
        ...{ method: 'POST', url: '/graphql', headers, payload: { query, variables } },
      })
      const { data, errors } = response.json()
      if (errors !== undefined) throw new Error(`${query} was answered with ${response.body}`)
      return data
    },
    async statementsOf(work) {
      const before = sent.length
      await work()
      return sent.slice(before).filter(({ text }) => /^\s*(select|with)\b/.test(text))
    },
    async close() {
      await app.close()
      await connection.close()
    },
  }
}

/** Kysely and the pool send every statement through `query` of a client. */
function recordStatements({ pool, reserved }: Connection): readonly SentStatement[] {
  const statements: SentStatement[] = []
  for (const each of new Set([pool, reserved.pool])) {
    each.on('connect', (client) => {
      client.query = new Proxy(client.query, {
        apply(query, self, args) {
          const [statement, given] = args
          const { text, values = [] } =
            typeof statement === 'string' ? { text: statement, values: given } : statement
          if (typeof text === 'string' && Array.isArray(values)) statements.push({ text, values })
          return Reflect.apply(query, self, args)
        },
      })
    })
  }
  return statements
}
