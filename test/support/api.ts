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
import type { UploadLimits } from '../../src/http/uploads/limits.ts'
import { createLogger } from '../../src/logger.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { createDirectory } from './embedded-postgres.ts'
import { checkStatements, findOwnedTables } from './owner-rule/check-statements.ts'
import { connectionTo } from './postgres.ts'

/** What came back: the parsed body's two members, loosely typed, and the body as it was sent. */
export interface Answer {
  /** Of no type: a test reads what it asked for, and fails where that is not there. */
  readonly data: ReturnType<typeof JSON.parse>
  readonly errors: readonly AnswerError[]
  readonly status: number
  readonly text: string
}

interface AnswerError {
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
  /** The server's way to serve requests; its statements are counted. */
  readonly served: Connection
  /** The server's way to run jobs, as the owner of the tables; its statements are counted, too. */
  readonly jobs: Connection
  readonly jwtSecret: string
  readonly testDatabase: TestDatabase
  /** The address of the server, without a path. */
  readonly url: string
  /** Sends a query over HTTP. */
  ask(query: string, variables?: object, sender?: Sender): Promise<Answer>
  /** The SQL statements that the server sent to the database while the work was done, in order. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly string[]>
  /** All that the server has sent so far, but for those of jobs such as imports, which move the rows of all users. */
  readonly statementsOfRequests: readonly string[]
  /** Everything logged so far, one JSON object a line. */
  log(): string
}

/** What a server in a process of its own gives a test, too. */
export type ApiClient = Pick<Api, 'db' | 'ask' | 'log'>

interface ApiOptions {
  /** That of another server, to run beside it; a new one when left out. */
  readonly testDatabase?: TestDatabase
  readonly statementTimeoutMs?: number
  readonly maxConnections?: number
  /** Written to the log, when left out. */
  readonly mail?: MailSettings
  /** Whose word on the sender's address is taken; nobody's, when left out. */
  readonly trustedProxies?: readonly string[]
  /** Sites whose pages may call the API; none, when left out. */
  readonly corsOrigins?: readonly string[]
  /** Between two sweeps of analyses; none comes when left out, as its statements would count among the test's. */
  readonly leaseSweepMs?: number
  /** The only directory below which an export may write. */
  readonly legacyExportDirectory?: string
  readonly uploadLimits?: Partial<UploadLimits>
  /** As in production, when false. */
  readonly introspection?: boolean
  readonly trustedDocumentsFile?: string
  readonly byteLimits?: Partial<ByteLimits>
  /** The way by which the server reaches its database, such as through a gate. */
  readonly reach?: (database: ExternalDatabase) => Promise<ExternalDatabase>
}

const neverMs = 2 ** 31 - 1
const jwtSecret = 'a secret that only this run of the tests knows'

/** Serves the real API over HTTP on a free port, on a database of the calling test file's own. */
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

/** As the server opens them: requests by the serving role, jobs by the owner of the tables. */
function openRoles(database: ExternalDatabase, limits: Partial<ConnectionOptions>) {
  const { serving, owner } = inject('roles')
  return {
    served: createConnection({ ...connectionTo({ ...database, ...serving }), ...limits }),
    jobs: createConnection(connectionTo({ ...database, ...owner })),
  }
}

/** The codes of an answer's errors, in order. */
export function codesOf({ errors }: Answer): readonly string[] {
  return errors.map(({ extensions }) => extensions.code)
}

/** Every statement passes through `query` of a connection, whoever sends it: Kysely, COPY or the pool itself. */
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

/** Fails the file if one of the statements, when all tests have ended, does not name the owner of the rows it reaches. */
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
  const text = await response.text()
  const { data, errors } = JSON.parse(text)
  return { data, errors: errors ?? [], status: response.status, text }
}

export function keyHeader({ apiKey }: { readonly apiKey: string }): Record<string, string> {
  return { 'x-api-key': apiKey }
}

async function close(app: FastifyInstance, connections: readonly Connection[]): Promise<void> {
  await app.close()
  for (const connection of connections) await connection.close()
}

/** The work of a request in a server that has nothing else to do, for tests that call Apollo Server without HTTP. */
export function openRequestWork(): Promise<RequestWork> {
  const workload = new Workload(defaultByteLimits)
  return workload.open('the test', { maxStatements: 1, maxRequests: 1, maxWaitingRequests: 0 })
}
