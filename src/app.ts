import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { startLeaseSweep } from './analyses/lease-sweep.ts'
import { createAttempts } from './auth/attempts.ts'
import { createMailer } from './auth/mailer.ts'
import { createTokens } from './auth/tokens.ts'
import { createViewerLookup } from './auth/viewer-lookup.ts'
import type { MailSettings } from './config.ts'
import { type Connection, ping } from './database/connection.ts'
import { requireMigrated } from './database/schema-state.ts'
import { type ByteLimits, defaultByteLimits, Workload } from './database/workload.ts'
import { answerKnown, type Handler } from './graphql/answer-known.ts'
import { type Context, createContext, findViewer, type Services } from './graphql/context.ts'
import { endWork } from './graphql/end-work.ts'
import { createErrorFormatter, toHttpError } from './graphql/format-error.ts'
import { createKnownQueries } from './graphql/known-queries.ts'
import { createGraphQLServer } from './graphql/server.ts'
import type { ReadinessCheck } from './http/health.ts'
import type { PoolCounts } from './http/metrics.ts'
import { createHttpServer } from './http/server.ts'
import type { UploadLimits } from './http/upload-limits.ts'
import { resolveExportDirectory } from './import/export/export-directory.ts'
import { createImportRunner } from './import/import-runner.ts'
import { resolveImportDirectory } from './import/stages/import-directory.ts'
import type { Logger } from './logger.ts'

export interface AppOptions {
  readonly connection: Connection
  readonly logger: Logger
  readonly jwtSecret: string
  /** Sites whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[]
  /** Proxies whose word on a client's address is taken. */
  readonly trustedProxies: readonly string[]
  readonly mail: MailSettings
  /** The only directory that an import may read. */
  readonly legacyDataDirectory: string
  /** The only directory below which an export may write. */
  readonly legacyExportDirectory: string
  /** Milliseconds between two looks for analyses whose workers have stopped. */
  readonly leaseSweepMs: number
  /** Of requests with files, where not as usual. */
  readonly uploadLimits?: Partial<UploadLimits>
  /** Of answers in progress, where not as usual. */
  readonly byteLimits?: Partial<ByteLimits>
}

/** The whole API over a migrated database, not yet listening. Closing it leaves the database open. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { connection, logger, corsOrigins } = options
  const imports = createImportRunner({
    connection,
    logger,
    findDirectory: (named, operation) =>
      operation === 'export'
        ? resolveExportDirectory(options.legacyExportDirectory, named)
        : resolveImportDirectory(options.legacyDataDirectory, named),
  })
  await imports.sweep()
  const services: Services = {
    connection,
    workload: new Workload({ ...defaultByteLimits, ...options.byteLimits }),
    logger,
    tokens: createTokens(options.jwtSecret),
    viewers: createViewerLookup(connection.reserved.db),
    attempts: createAttempts(),
    mailer: createMailer(options.mail, logger),
    imports,
  }
  const graphql = await createGraphql(services)
  const app = createHttpServer({
    logger,
    corsOrigins,
    trustedProxies: options.trustedProxies,
    uploadLimits: options.uploadLimits ?? {},
    graphql: graphql.answer,
    readinessChecks: createReadinessChecks(connection),
    poolCounts: () => countConnections(connection),
    isAdmin: (request) => isAdmin(services, request),
  })
  app.decorateRequest('openContext')
  const sweep = startLeaseSweep({ db: connection.db, logger, intervalMs: options.leaseSweepMs })
  app.addHook('onClose', () =>
    Promise.all([sweep.close(), graphql.close(), imports.close(), services.mailer.close()]),
  )
  return app
}

function createReadinessChecks(connection: Connection): Record<string, ReadinessCheck> {
  return {
    database: () => ping(connection),
    migrations: () => requireMigrated(connection.reserved.db),
  }
}

interface Graphql {
  readonly answer: Handler
  close(): Promise<void>
}

async function createGraphql(services: Services): Promise<Graphql> {
  const { logger } = services
  const known = createKnownQueries()
  const formatError = createErrorFormatter(logger)
  const apollo = await createGraphQLServer({ logger, formatError, plugins: [known.plugin] })
  const context = async (request: FastifyRequest) => {
    request.openContext ??= await openContext(services, request)
    return request.openContext
  }
  const otherwise = fastifyApolloHandler(apollo, { context })
  const answer = answerKnown({ known, formatError, openContext: context, otherwise })
  return {
    answer: endWork(answer),
    close: () => apollo.stop(),
  }
}

async function openContext(services: Services, request: FastifyRequest): Promise<Context> {
  try {
    return await createContext(services, request)
  } catch (error) {
    throw toHttpError(error)
  }
}

async function isAdmin(services: Services, request: FastifyRequest): Promise<boolean> {
  const viewer = await findViewer(services, request.headers)
  return viewer?.role === 'admin'
}

function countConnections({ pool, reserved }: Connection): PoolCounts {
  const pools = [...new Set([pool, reserved.pool])]
  const sum = (count: (pool: Connection['pool']) => number) =>
    pools.reduce((total, each) => total + count(each), 0)
  return {
    total: sum(({ totalCount }) => totalCount),
    idle: sum(({ idleCount }) => idleCount),
    waiting: sum(({ waitingCount }) => waitingCount),
  }
}
