import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { GraphQLError, type ValidationRule } from 'graphql'
import { startLeaseSweep } from './analyses/lease-sweep.ts'
import { startAccountSweep } from './auth/account-sweep.ts'
import { createMailer } from './auth/mailer.ts'
import { createTokens } from './auth/tokens.ts'
import { createViewerLookup } from './auth/viewer-lookup.ts'
import type { MailSettings } from './config.ts'
import { type Connection, requireWritable } from './database/connection.ts'
import { type ByteLimits, defaultByteLimits, Workload } from './database/limits/workload.ts'
import { requireMigrated } from './database/migrate.ts'
import {
  authenticate,
  type Context,
  createContext,
  endWorkWithResponse,
  type Services,
} from './graphql/context.ts'
import { lookUpDocuments } from './graphql/document-lookup.ts'
import { createErrorFormatter, toHttpError } from './graphql/errors.ts'
import { createMessageFilter, noIntrospection } from './graphql/hidden-schema.ts'
import { createMaxCost } from './graphql/limits.ts'
import { createQueryCache } from './graphql/query-cache.ts'
import { executeQueries } from './graphql/query-execution.ts'
import { createGraphQLServer } from './graphql/server.ts'
import { loadTrustedDocuments, type TrustedDocuments } from './graphql/trusted-documents.ts'
import type { ReadinessCheck } from './http/health.ts'
import type { PoolCounts, ServerState } from './http/metrics/server-metrics.ts'
import { readImportPageQueries } from './http/pages/import-page.ts'
import type { PlaygroundState } from './http/pages/playground.ts'
import { createHttpServer } from './http/server.ts'
import type { UploadLimits } from './http/uploads/limits.ts'
import { resolveExportDirectory } from './import/export/export-directory.ts'
import { createImportRunner, disabledRunner, type ImportRunner } from './import/runner.ts'
import { resolveImportDirectory } from './import/source/import-directory.ts'
import type { Logger } from './logger.ts'

const defaultResultsBytes = 16 * 1024 * 1024

export interface AppOptions {
  /** For requests. */
  readonly connection: Connection
  /** For the importer's jobs; if undefined, jobs are off. */
  readonly owner: Connection | undefined
  readonly logger: Logger
  readonly jwtSecret: string
  /** Sites whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[]
  /** Proxies that are trusted to report a client's address. */
  readonly trustedProxies: readonly string[]
  readonly mail: MailSettings
  /** The only directory that an import may read. */
  readonly legacyDataDirectory: string
  /** The only directory below which an export may write. */
  readonly legacyExportDirectory: string
  /** Whether clients may query the schema, and errors may name its fields and types. */
  readonly introspection: boolean
  /** The manifest of trusted documents; if omitted, all documents are executed. */
  readonly trustedDocumentsFile?: string | undefined
  /** Milliseconds between two sweeps of expired claims, rate limits and codes. */
  readonly leaseSweepMs: number
  /** Overrides of the limits on requests with files. */
  readonly uploadLimits?: Partial<UploadLimits>
  /** Maximum bytes of a request in which a worker reports results; 16 MiB if omitted. */
  readonly maxResultsBytes?: number
  /** Overrides of the limits on work in progress. */
  readonly byteLimits?: Partial<ByteLimits>
}

/** Creates the API on a migrated database; it does not listen yet. Closing it leaves the database open. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { connection, logger, corsOrigins } = options
  const imports = createImports(options)
  await imports.sweep()
  const services: Services = {
    connection,
    workload: new Workload({ ...defaultByteLimits, ...options.byteLimits }),
    logger,
    tokens: createTokens(options.jwtSecret),
    viewers: createViewerLookup(connection.reserved.db),
    mailer: createMailer(options.mail, logger),
    imports,
  }
  const graphql = await createGraphql(services, options)
  const app = createHttpServer({
    logger,
    corsOrigins,
    trustedProxies: options.trustedProxies,
    uploadLimits: options.uploadLimits ?? {},
    graphql: graphql.answer,
    playground: choosePlayground(options),
    readinessChecks: createReadinessChecks(connection),
    state: observeState(services, graphql),
    isAdmin: (request) => isAdmin(services, request),
    largeResults: {
      maxBytes: options.maxResultsBytes ?? defaultResultsBytes,
      isWorker: (request) => isWorker(services, request),
    },
  })
  app.decorateRequest('openContext')
  const sweep = { db: connection.db, logger, intervalMs: options.leaseSweepMs }
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
  if (owner === undefined) return disabledRunner
  return createImportRunner({
    connection: owner,
    logger,
    findDirectory: (named, operation) =>
      operation === 'export'
        ? resolveExportDirectory(legacyExportDirectory, named)
        : resolveImportDirectory(legacyDataDirectory, named),
  })
}

function createReadinessChecks(connection: Connection): Record<string, ReadinessCheck> {
  return {
    database: () => requireWritable(connection),
    migrations: () => requireMigrated(connection.reserved.db),
  }
}

interface Graphql {
  readonly answer: RouteHandlerMethod
  readonly cacheBytes: ServerState['queryCacheBytes']
  close(): Promise<void>
}

async function createGraphql(services: Services, options: AppOptions): Promise<Graphql> {
  const { logger } = services
  const queries = createQueryCache(createMaxCost(services.workload.limits.maxAnswerBytes))
  const { introspection } = options
  const formatError = createErrorFormatter(logger, introspection ? undefined : createMessageFilter())
  const validationRules = introspection ? [] : [noIntrospection]
  const documents = await loadDocuments(options, validationRules)
  const apollo = await createGraphQLServer({ logger, formatError, queries, validationRules })
  const context = async (request: FastifyRequest) => {
    request.openContext ??= await openContext(services, request)
    return request.openContext
  }
  const fallback = fastifyApolloHandler(apollo, { context })
  const answer = executeQueries({ queries, formatError, openContext: context, fallback })
  return {
    answer: lookUpDocuments(documents, endWorkWithResponse(answer)),
    cacheBytes: () => ({ viewers: queries.bytes.viewersBytes, anonymous: queries.bytes.anonymousBytes }),
    close: () => apollo.stop(),
  }
}

async function loadDocuments(
  { trustedDocumentsFile: path }: AppOptions,
  validationRules: readonly ValidationRule[],
): Promise<TrustedDocuments | undefined> {
  if (path === undefined) return undefined
  return loadTrustedDocuments({ path, ownTexts: await readImportPageQueries(), validationRules })
}

function choosePlayground({ introspection, trustedDocumentsFile }: AppOptions): PlaygroundState {
  if (trustedDocumentsFile !== undefined) return 'off: trusted documents'
  return introspection ? 'on' : 'off: introspection'
}

async function openContext(services: Services, request: FastifyRequest): Promise<Context> {
  try {
    return await createContext(services, request)
  } catch (error) {
    const failure = toHttpError(error)
    if (failure instanceof GraphQLError) request.record.addErrors([failure])
    throw failure
  }
}

async function isWorker(services: Services, request: FastifyRequest): Promise<boolean> {
  const { viewer } = await authenticate(services, request.headers)
  return viewer?.role === 'worker' || viewer?.role === 'admin'
}

async function isAdmin(services: Services, request: FastifyRequest): Promise<boolean> {
  const { viewer } = await authenticate(services, request.headers)
  return viewer?.role === 'admin'
}

/** The state that metrics show. */
function observeState({ connection, workload, imports }: Services, { cacheBytes }: Graphql): ServerState {
  return {
    pools: () => ({
      requests: countConnections(connection.pool),
      reserved: countConnections(connection.reserved.pool),
    }),
    queryCacheBytes: cacheBytes,
    heldBytes: () => workload.bytes,
    importProgress: imports.findRunning,
  }
}

function countConnections({ totalCount, idleCount, waitingCount }: Connection['pool']): PoolCounts {
  return { total: totalCount, idle: idleCount, waiting: waitingCount }
}
