import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createFirstAdmin } from '../../src/auth/first-admin.ts'
import type { ExternalDatabase } from '../../src/config.ts'
import { withConnection } from './bench-database.ts'

/** The real server, in a process of its own. */
export interface ApiServer {
  readonly pid: number
  /** Of its GraphQL. */
  readonly url: string
  readonly adminKey: string
  /** Sends one operation; over at most four connections, which stay open. @throws Error for any error in the answer. */
  ask(apiKey: string, query: string, variables?: object): Promise<Answer>
  stop(): Promise<void>
}

/** The `data` of an answer; every member is there or null. */
export type Answer = Readonly<Record<string, unknown>>

const connections = 4
const mainFile = join(import.meta.dirname, '../../src/main.ts')
const urlPattern = /(http:\/\/\S+\/graphql)/

export interface ApiServerOptions {
  readonly database: ExternalDatabase
  /** What imports may read. */
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
  const nodeOptions =
    profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`]
  const child = spawn(process.execPath, [...nodeOptions, mainFile], {
    // A directory without a .env.
    cwd: legacyDirectory,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: toUrl(database),
      JWT_SECRET: randomBytes(32).toString('hex'),
      LEGACY_DATA_DIR: legacyDirectory,
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await untilListening(child)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    pid: child.pid ?? 0,
    url,
    adminKey,
    ask: (apiKey, query, variables = {}) =>
      post({ url, agent, apiKey }, JSON.stringify({ query, variables })),
    stop: async () => {
      agent.destroy()
      child.kill('SIGTERM')
      await ended
    },
  }
}

function untilListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk) => {
      printed += chunk
      const url = urlPattern.exec(printed)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('close', (code) => reject(new Error(`The server ended with ${code} before it listened.`)))
  })
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

function toUrl({ host, port, database, user = '', password = '' }: ExternalDatabase): string {
  const url = new URL(`postgresql://${host}:${port}/${database}`)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  return url.href
}
