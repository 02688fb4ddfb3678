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
import { type Context, createContext, type Services } from './graphql/context.ts'
import { createErrorFormatter, toHttpError } from './graphql/format-error.ts'
import { createQueryCache } from './graphql/query-cache.ts'
import { executeQueries, type Handler } from './graphql/query-execution.ts'
import { createGraphQLServer } from './graphql/server.ts'
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
}

/** The whole API over a migrated database, not yet listening. Closing it leaves the database open. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { connection, logger, corsOrigins } = options
  const { db, pool } = connection
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
    db,
    logger,
    tokens: createTokens(options.jwtSecret),
    viewers: createViewerLookup(db),
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
    readinessChecks: { database: () => ping(connection), migrations: () => requireMigrated(db) },
    poolCounts: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    isAdmin: (request) => isAdmin(services, request),
  })
  const sweep = startLeaseSweep({ db, logger, intervalMs: options.leaseSweepMs })
  app.addHook('onClose', () =>
    Promise.all([sweep.close(), graphql.close(), imports.close(), services.mailer.close()]),
  )
  return app
}

interface Graphql {
  readonly answer: Handler
  close(): Promise<void>
}

async function createGraphql(services: Services): Promise<Graphql> {
  const { logger } = services
  const queries = createQueryCache()
  const formatError = createErrorFormatter(logger)
  const apollo = await createGraphQLServer({ logger, formatError, queries })
  const context = (request: FastifyRequest) => openContext(services, request)
  const otherwise = fastifyApolloHandler(apollo, { context })
  return {
    answer: executeQueries({ queries, formatError, openContext: context, otherwise }),
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
  const { viewer } = await createContext(services, request)
  return viewer?.role === 'admin'
}
