import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { startLeaseSweep } from './analyses/lease-sweep.ts'
import { startAccountSweep } from './auth/account-sweep.ts'
import { createMailer } from './auth/mailer.ts'
import { createTokens } from './auth/tokens.ts'
import { createViewerLookup } from './auth/viewer-lookup.ts'
import type { MailSettings } from './config.ts'
import { type Connection, requireWritable } from './database/connection.ts'
import { requireMigrated } from './database/schema-state.ts'
import { answerKnown, type Handler } from './graphql/answer-known.ts'
import { type Context, createContext, type Services } from './graphql/context.ts'
import { createErrorFormatter, toHttpError } from './graphql/format-error.ts'
import { createKnownQueries } from './graphql/known-queries.ts'
import { createGraphQLServer } from './graphql/server.ts'
import { createHttpServer } from './http/server.ts'
import type { UploadLimits } from './http/upload-limits.ts'
import { resolveExportDirectory } from './import/export/export-directory.ts'
import { createImportRunner, type ImportRunner } from './import/import-runner.ts'
import { noImports } from './import/no-imports.ts'
import { resolveImportDirectory } from './import/stages/import-directory.ts'
import type { Logger } from './logger.ts'

export interface AppOptions {
  /** Serves the requests. */
  readonly connection: Connection
  /** Runs the jobs of the importer; without it there are none. */
  readonly owner: Connection | undefined
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
  /** Milliseconds between two sweeps of what has ended by time: claims of analyses, rate limits, codes. */
  readonly leaseSweepMs: number
  /** Of requests with files, where not as usual. */
  readonly uploadLimits?: Partial<UploadLimits>
}

/** The whole API over a migrated database, not yet listening. Closing it leaves the database open. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { connection, logger, corsOrigins } = options
  const { db, pool } = connection
  const imports = createImports(options)
  await imports.sweep()
  const services: Services = {
    db,
    logger,
    tokens: createTokens(options.jwtSecret),
    viewers: createViewerLookup(db),
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
    readinessChecks: { database: () => requireWritable(connection), migrations: () => requireMigrated(db) },
    poolCounts: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    isAdmin: (request) => isAdmin(services, request),
  })
  const sweep = { db, logger, intervalMs: options.leaseSweepMs }
  const sweeps = [startLeaseSweep(sweep), startAccountSweep(sweep)]
  app.addHook('onClose', () =>
    Promise.all([
      ...sweeps.map((running) => running.close()),
      graphql.close(),
      imports.close(),
      services.mailer.close(),
    ]),
  )
  return app
}

function createImports(options: AppOptions): ImportRunner {
  const { owner, logger, legacyExportDirectory, legacyDataDirectory } = options
  if (owner === undefined) return noImports
  return createImportRunner({
    connection: owner,
    logger,
    findDirectory: (named, operation) =>
      operation === 'export'
        ? resolveExportDirectory(legacyExportDirectory, named)
        : resolveImportDirectory(legacyDataDirectory, named),
  })
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
  const context = (request: FastifyRequest) => openContext(services, request)
  const otherwise = fastifyApolloHandler(apollo, { context })
  return {
    answer: answerKnown({ known, formatError, openContext: context, otherwise }),
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
