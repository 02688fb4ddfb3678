import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createFirstAdmin } from '../../src/auth/admin.ts'
import type { ExternalDatabase } from '../../src/config.ts'
import { startServerProcess } from '../processes/child-process.ts'
import { toUrl, withConnection } from '../processes/postgres-server.ts'

/** The real server in another process. */
export interface ApiServer {
  readonly pid: number
  /** The URL of its GraphQL endpoint. */
  readonly url: string
  readonly adminKey: string
  /** Sends one operation over at most four keep-alive connections. @throws Error for any error in the answer. */
  ask(apiKey: string, query: string, variables?: object): Promise<Answer>
  stop(): Promise<void>
}

/** The `data` of an answer. */
export type Answer = Readonly<Record<string, unknown>>

const connections = 4
const mainFile = join(import.meta.dirname, '../../src/main.js')

export interface ApiServerOptions {
  readonly database: ExternalDatabase
  /** The directory that imports may read. */
  readonly legacyDirectory: string
  readonly profileDirectory: string | undefined
}

/** Starts the server on a migrated database that has no administrator yet. */
export async function startApiServer({
  database,
  legacyDirectory,
  profileDirectory,
}: ApiServerOptions): Promise<ApiServer> {
  const { apiKey: adminKey } = await withConnection(database, ({ db }) => createFirstAdmin(db))
  const server = await startServerProcess({
    file: mainFile,
    directory: legacyDirectory,
    environment: {
      DATABASE_URL: toUrl(database),
      JWT_SECRET: randomBytes(32).toString('hex'),
      LEGACY_DATA_DIR: legacyDirectory,
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    profileDirectory,
  })
  const { pid, url } = server
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    pid,
    url,
    adminKey,
    ask: (apiKey, query, variables = {}) =>
      post({ url, agent, apiKey }, JSON.stringify({ query, variables })),
    stop: async () => {
      agent.destroy()
      await server.stop()
    },
  }
}

interface Target {
  readonly url: string
  readonly agent: Agent
  readonly apiKey: string
}

async function post({ url, agent, apiKey }: Target, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey }
  const sent = request(url, { method: 'POST', agent, headers })
  const answered = new Promise<string>((resolve, reject) => {
    sent.once('response', (response) => text(response).then(resolve, reject))
    sent.once('error', reject)
  })
  sent.end(body)
  const { data, errors } = JSON.parse(await answered)
  if (errors !== undefined || !isObject(data))
    throw new Error(`The server answered: ${JSON.stringify(errors)}`)
  return data
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null
}
