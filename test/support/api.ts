import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, expect, inject } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { ExternalDatabase, MailSettings } from '../../src/config.ts'
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type Database,
} from '../../src/database/connection.ts'
import {
  type ByteLimits,
  defaultByteLimits,
  type RequestWork,
  Workload,
} from '../../src/database/limits/workload.ts'
import type { ArgumentProblem } from '../../src/errors.ts'
import type { UploadLimits } from '../../src/http/uploads/limits.ts'
import { createLogger } from '../../src/logger.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { createDirectory } from './embedded-postgres.ts'
import { checkStatements, findOwnedTables } from './owner-rule/check-statements.ts'
import { connectionTo } from './postgres.ts'

/** A response: the two members of the parsed body, loosely typed, and the body as text. */
export interface Answer {
  /** Untyped: a test reads what it selected, and fails if it is missing. */
  readonly data: ReturnType<typeof JSON.parse>
  readonly errors: readonly AnswerError[]
  readonly status: number
  readonly text: string
  /** The header `Retry-After`. */
  readonly retryAfter: string | null
}

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: {
    readonly code: string
    readonly errorId?: string
    readonly argument?: string
    readonly problems?: readonly ArgumentProblem[]
    readonly updatedAt?: string
    readonly retryAfterSeconds?: number
  }
}

/** A user with an API key, or any headers; anonymous if omitted. */
export type Sender = { readonly apiKey: string } | { readonly headers: Record<string, string> }

export interface Api {
  /** The test's connection to the tables. */
  readonly db: Database
  /** The server's connection for requests; its statements are recorded. */
  readonly served: Connection
  /** The server's connection for jobs, as the owner of the tables; its statements are recorded too. */
  readonly jobs: Connection
  readonly jwtSecret: string
  readonly testDatabase: TestDatabase
  /** The address of the server, without a path. */
  readonly url: string
  /** Sends a query over HTTP. */
  ask(query: string, variables?: object, sender?: Sender): Promise<Answer>
  /** The SQL statements that the server sent during the work, in order. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly string[]>
  /** All statements so far, except those of jobs such as imports, which change the rows of all users. */
  readonly statementsOfRequests: readonly string[]
  /** Everything logged so far, one JSON object per line. */
  log(): string
}

/** The part of `Api` that a server in another process also provides. */
export type ApiClient = Pick<Api, 'db' | 'ask' | 'log'>

interface ApiOptions {
  /** The database of another server, to share it; a new database if omitted. */
  readonly testDatabase?: TestDatabase
  readonly statementTimeoutMs?: number
  readonly maxConnections?: number
  /** Mails are logged if omitted. */
  readonly mail?: MailSettings
  /** Proxies whose `X-Forwarded-For` is trusted; none if omitted. */
  readonly trustedProxies?: readonly string[]
  /** Sites whose pages may call the API; none if omitted. */
  readonly corsOrigins?: readonly string[]
  /** Interval of lease sweeps; no sweep if omitted, because its statements would be recorded with the test's. */
  readonly leaseSweepMs?: number
  /** The only directory below which an export may write. */
  readonly legacyExportDirectory?: string
  readonly uploadLimits?: Partial<UploadLimits>
  /** False as in production. */
  readonly introspection?: boolean
  readonly trustedDocumentsFile?: string
  readonly byteLimits?: Partial<ByteLimits>
  /** How the server reaches its database, such as through a proxy. */
  readonly reach?: (database: ExternalDatabase) => Promise<ExternalDatabase>
}

const neverMs = 2 ** 31 - 1
const jwtSecret = 'a secret that only this run of the tests knows'

/** Serves the real API over HTTP on a free port, on a new database of the calling test file. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const { mail = 'log', trustedProxies = [], corsOrigins = [], reach, ...limits } = options
  const testDatabase = options.testDatabase ?? (await createTestDatabase())
  const { connection, database } = testDatabase
  const { served, jobs } = openRoles(reach === undefined ? database : await reach(database), limits)
  const statements: string[] = []
  const statementsOfRequests: string[] = []
  recordStatements(served, [statements, statementsOfRequests])
  recordStatements(jobs, [statements])
  await expectOwners(connection.db, statementsOfRequests)
  const lines: string[] = []
  const logger = createLogger('debug', { write: (line) => void lines.push(line) })
  const app = await createApp({
    connection: served,
    owner: jobs,
    logger,
    jwtSecret,
    corsOrigins,
    trustedProxies,
    mail,
    legacyDataDirectory: join(import.meta.dirname, '../fixtures/legacy'),
    legacyExportDirectory: options.legacyExportDirectory ?? createDirectory(),
    leaseSweepMs: options.leaseSweepMs ?? neverMs,
    uploadLimits: options.uploadLimits ?? {},
    introspection: options.introspection ?? true,
    trustedDocumentsFile: options.trustedDocumentsFile,
    byteLimits: options.byteLimits ?? {},
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  afterAll(() => close(app, [served, jobs]))
  return {
    db: connection.db,
    served,
    jobs,
    jwtSecret,
    testDatabase,
    url,
    ask: (query, variables, sender) => ask(`${url}/graphql`, { query, variables }, sender),
    statementsOfRequests,
    statementsOf: async (work) => {
      const before = statements.length
      await work()
      return statements.slice(before)
    },
    log: () => lines.join(''),
  }
}

/** Like the server: requests use the serving role, jobs the owner of the tables. */
function openRoles(database: ExternalDatabase, limits: Partial<ConnectionOptions>) {
  const { serving, owner } = inject('roles')
  return {
    served: createConnection({ ...connectionTo({ ...database, ...serving }), ...limits }),
    jobs: createConnection(connectionTo({ ...database, ...owner })),
  }
}

/** The codes of a response's errors, in order. */
export function codesOf({ errors }: Answer): readonly string[] {
  return errors.map(({ extensions }) => extensions.code)
}

/** Kysely, COPY and the pool send every statement through `query` of a client. */
function recordStatements({ pool, reserved }: Connection, records: readonly string[][]): void {
  for (const each of new Set([pool, reserved.pool]))
    each.on('connect', (client) => {
      client.query = new Proxy(client.query, {
        apply(query, self, args) {
          const text = typeof args[0] === 'string' ? args[0] : String(args[0].text)
          for (const record of records) record.push(text)
          return Reflect.apply(query, self, args)
        },
      })
    })
}

/** After all tests, fails the file if a statement does not name the owner of its rows. */
async function expectOwners(db: Database, statements: readonly string[]): Promise<void> {
  const ownedTables = await findOwnedTables(db)
  afterAll(async () => {
    expect((await checkStatements(statements, ownedTables)).breaches).toEqual([])
  })
}

/** Sends a query to the URL of an API. */
export async function ask(url: string, body: object, sender?: Sender): Promise<Answer> {
  const credentials = sender === undefined ? {} : 'headers' in sender ? sender.headers : keyHeader(sender)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...credentials },
    body: JSON.stringify(body),
  })
  return readAnswer(response)
}

/** Reads a response in the format of GraphQL. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const { data, errors } = JSON.parse(text)
  return {
    data,
    errors: errors ?? [],
    status: response.status,
    text,
    retryAfter: response.headers.get('retry-after'),
  }
}

export function keyHeader({ apiKey }: { readonly apiKey: string }): Record<string, string> {
  return { 'x-api-key': apiKey }
}

async function close(app: FastifyInstance, connections: readonly Connection[]): Promise<void> {
  await app.close()
  for (const connection of connections) await connection.close()
}

/** The work of a request in an idle server, for tests that call Apollo Server without HTTP. */
export function openRequestWork(): Promise<RequestWork> {
  const workload = new Workload(defaultByteLimits)
  return workload.open('the test', { maxStatements: 1, maxRequests: 1, maxWaitingRequests: 0 })
}
