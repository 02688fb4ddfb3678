import { setTimeout as sleep } from 'node:timers/promises'
import { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { ServerState } from '../../src/http/metrics/server-metrics.ts'
import { createHttpServer, type HttpOptions } from '../../src/http/server.ts'

const typeDefs = /* GraphQL */ `
  "The fields of the API."
  type Query {
    "The API key of the request."
    apiKey: String
    "Responds after this many milliseconds."
    slow(ms: Int!): Int!
  }
`

const resolvers = {
  Query: {
    apiKey: (_root: unknown, _arguments: unknown, context: { apiKey: string | undefined }) => context.apiKey,
    slow: async (_root: unknown, { ms }: { ms: number }) => sleep(ms, ms),
  },
}

const state: ServerState = {
  pools: () => ({ requests: { total: 3, idle: 1, waiting: 2 } }),
  queryCacheBytes: () => ({ viewers: 7 }),
  heldBytes: () => 5,
  importProgress: () => undefined,
}

export interface TinyServer {
  readonly server: FastifyInstance
  /** All log lines so far, parsed. */
  readonly log: readonly Record<string, unknown>[]
}

/** The HTTP server with an API of two fields, closed when the test ends. */
export async function createTinyServer(options: Partial<HttpOptions> = {}): Promise<TinyServer> {
  const apollo = new ApolloServer<{ apiKey: string | undefined }>({
    typeDefs,
    resolvers,
    introspection: true,
  })
  await apollo.start()
  const context = async ({ headers }: { headers: Record<string, unknown> }) => ({
    apiKey: headers['x-api-key']?.toString(),
  })
  const log: Record<string, unknown>[] = []
  const server = createHttpServer({
    logger: pino({ level: 'debug' }, { write: (line) => log.push(JSON.parse(line)) }),
    graphql: fastifyApolloHandler(apollo, { context }),
    readinessChecks: {},
    state,
    isAdmin: async ({ headers }) => headers['x-api-key'] === 'admin-key',
    ...options,
  })
  onTestFinished(async () => {
    await server.close()
    await apollo.stop()
  })
  return { server, log }
}

/** Listens on a free port of this machine. @returns the URL, such as `http://127.0.0.1:40123`. */
export function listen(server: FastifyInstance): Promise<string> {
  return server.listen({ host: '127.0.0.1', port: 0 })
}
