import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { ExternalDatabase, MailSettings } from '../../src/config.ts'
import { type Connection, createConnection, type Database } from '../../src/database/connection.ts'
import type { UploadLimits } from '../../src/http/upload-limits.ts'
import { createLogger } from '../../src/logger.ts'
import { createTestDatabase } from './database.ts'
import { createDirectory } from './embedded.ts'
import { connectionTo } from './server.ts'

/** What came back: the parsed body's two members, loosely typed, and the body as it was sent. */
export interface Answer {
  /** Of no type: a test reads what it asked for, and fails where that is not there. */
  readonly data: ReturnType<typeof JSON.parse>
  readonly errors: readonly AnswerError[]
  readonly status: number
  readonly text: string
}

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: {
    readonly code: string
    readonly errorId?: string
    readonly argument?: string
    readonly updatedAt?: string
    readonly retryAfterSeconds?: number
  }
}

/** A user with an API key, or headers as they are; nobody when left out. */
export type Sender = { readonly apiKey: string } | { readonly headers: Record<string, string> }

export interface Api {
  /** The test's own way to the tables. */
  readonly db: Database
  /** The server's way; its statements are counted. */
  readonly served: Connection
  readonly jwtSecret: string
  /** The address of the server, without a path. */
  readonly url: string
  /** Sends a query over HTTP. */
  ask(query: string, variables?: object, sender?: Sender): Promise<Answer>
  /** The SQL statements that the server sent to the database while the work was done, in order. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly string[]>
  /** Everything logged so far, one JSON object a line. */
  log(): string
}

/** What a server in a process of its own gives a test, too. */
export type ApiClient = Pick<Api, 'db' | 'ask' | 'log'>

export interface ApiOptions {
  readonly statementTimeoutMs?: number
  readonly maxConnections?: number
  /** Written to the log, when left out. */
  readonly mail?: MailSettings
  /** Whose word on the sender's address is taken; nobody's, when left out. */
  readonly trustedProxies?: readonly string[]
  /** Between two sweeps of analyses; none comes when left out, as its statements would count among the test's. */
  readonly leaseSweepMs?: number
  /** The only directory below which an export may write. */
  readonly legacyExportDirectory?: string
  readonly uploadLimits?: Partial<UploadLimits>
  /** The way by which the server reaches its database, such as through a gate. */
  readonly reach?: (database: ExternalDatabase) => Promise<ExternalDatabase>
}

const neverMs = 2 ** 31 - 1
const jwtSecret = 'a secret that only this run of the tests knows'

/** Serves the real API over HTTP on a free port, on a database of the calling test file's own. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const { mail = 'log', trustedProxies = [], reach, ...limits } = options
  const { connection, database } = await createTestDatabase()
  const reached = reach === undefined ? database : await reach(database)
  const served = createConnection({ ...connectionTo(reached), ...limits })
  const statements = recordStatements(served)
  const lines: string[] = []
  const logger = createLogger('debug', { write: (line) => void lines.push(line) })
  const app = await createApp({
    connection: served,
    logger,
    jwtSecret,
    corsOrigins: [],
    trustedProxies,
    mail,
    legacyDataDirectory: join(import.meta.dirname, '../fixtures/legacy'),
    legacyExportDirectory: options.legacyExportDirectory ?? createDirectory(),
    leaseSweepMs: options.leaseSweepMs ?? neverMs,
    uploadLimits: options.uploadLimits ?? {},
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  afterAll(() => close(app, served))
  return {
    db: connection.db,
    served,
    jwtSecret,
    url,
    ask: (query, variables, sender) => ask(`${url}/graphql`, { query, variables }, sender),
    statementsOf: async (work) => {
      const before = statements.length
      await work()
      return statements.slice(before)
    },
    log: () => lines.join(''),
  }
}

/** The codes of an answer's errors, in order. */
export function codesOf({ errors }: Answer): readonly string[] {
  return errors.map(({ extensions }) => extensions.code)
}

/** Every statement passes through `query` of a connection, whoever sends it: Kysely, COPY or the pool itself. */
function recordStatements({ pool }: Connection): readonly string[] {
  const statements: string[] = []
  pool.on('connect', (client) => {
    client.query = new Proxy(client.query, {
      apply(query, self, args) {
        const [statement] = args
        statements.push(typeof statement === 'string' ? statement : String(statement.text))
        return Reflect.apply(query, self, args)
      },
    })
  })
  return statements
}

/** Sends a query to the URL of an API. */
export async function ask(url: string, body: object, sender?: Sender): Promise<Answer> {
  const credentials = sender === undefined ? {} : 'headers' in sender ? sender.headers : keyHeader(sender)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...credentials },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const { data, errors } = JSON.parse(text)
  return { data, errors: errors ?? [], status: response.status, text }
}

function keyHeader({ apiKey }: { readonly apiKey: string }): Record<string, string> {
  return { 'x-api-key': apiKey }
}

async function close(app: FastifyInstance, connection: Connection): Promise<void> {
  await app.close()
  await connection.close()
}
