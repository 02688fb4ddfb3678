import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import compress from '@fastify/compress'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RouteHandlerMethod,
} from 'fastify'
import type { Logger } from '../logger.ts'
import { addBodyTimeout } from './body-timeout.ts'
import { closeConnectionsWhenDraining, waitForHandlers } from './drain.ts'
import {
  addErrorResponses,
  createErrorHandler,
  type ErrorHandler,
  handleMalformedRequest,
  sendError,
} from './errors.ts'
import { addHealth, type ReadinessCheck } from './health.ts'
import { acceptJson } from './json-requests.ts'
import type { LargeResults } from './large-results.ts'
import { addMetrics, type MetricsOptions } from './metrics/endpoint.ts'
import { addImportPage } from './pages/import-page.ts'
import { addPlayground, isPageRequest, type PlaygroundState, sendPlayground } from './pages/playground.ts'
import { logRequests, recordRequests } from './request-log.ts'
import { addSecurityHeaders, allowOrigins } from './security.ts'
import { type UploadLimits, uploadLimits } from './uploads/limits.ts'
import { acceptMultipart } from './uploads/multipart.ts'

/** Maximum bytes of a request's body: room for several of the largest ABIs. */
export const maxBodyBytes = 1024 * 1024
const headersTimeoutMs = 10_000
const bodyTimeMs = 30_000
/** Longer than the usual idle timeout of a load balancer (60 s), so that the balancer closes first. */
const keepAliveTimeoutMs = 65_000
const timeoutCheckIntervalMs = 5_000
/**
 * Smaller responses are not compressed: they fit into the first TCP window (10 segments, 14 KB), so compression would
 * cost CPU time without saving a round trip.
 */
export const minCompressedBytes = 16 * 1024
/**
 * Up to this size, compressing on the main thread takes at most 0.2 ms, less than handing the work to another thread.
 */
const maxSyncCompressedBytes = 64 * 1024
/**
 * Of 9. The fastest one: a quarter to a half of the default's CPU time, and responses of 13 % instead of 10 % of
 * their size.
 */
const compressionLevel = 1

export interface HttpOptions extends MetricsOptions {
  readonly logger: Logger
  /** Handles GraphQL requests, such as `fastifyApolloHandler(apollo, { context })` of a started Apollo Server. */
  readonly graphql: RouteHandlerMethod
  /** On by default. */
  readonly playground?: PlaygroundState
  /** The checks of /ready by name. A check rejects if the server can't do its work. */
  readonly readinessChecks: Readonly<Record<string, ReadinessCheck>>
  /** Origins whose pages may call the API from a browser, such as `https://app.example.com`. None by default. */
  readonly corsOrigins?: readonly string[]
  /** Addresses or address ranges of proxies whose X-Forwarded-* headers are trusted. None by default. */
  readonly trustedProxies?: readonly string[]
  /** Overrides of the limits on requests with files. */
  readonly uploadLimits?: Partial<UploadLimits>
  /** Which bodies may be larger than `maxBodyBytes`. None by default. */
  readonly largeResults?: LargeResults
  /** Milliseconds in which the body of a request without files must arrive. */
  readonly bodyTimeMs?: number
}

/** Creates the server, not yet listening: /graphql with its playground, /imports, /health, /ready and /metrics. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const handleError = createErrorHandler(options.logger)
  const server = createFastify(options, handleError)
  // Fastify's default parser for text/plain would let forms of other sites post queries.
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  recordRequests(server)
  logRequests(server)
  addBodyTimeout(server, options.bodyTimeMs ?? bodyTimeMs)
  addSecurityHeaders(server)
  addErrorResponses(server, handleError)
  allowOrigins(server, options.corsOrigins ?? [])
  addHealth(server, options.readinessChecks)
  addMetrics(server, options)
  const playground = options.playground ?? 'on'
  addPlayground(server, playground)
  addImportPage(server)
  // Outside of the scope below: onClose hooks run in reverse order, and those added later, such as the one that stops
  // imports, must run before the server waits for handlers.
  const handler = waitForHandlers(server, options.graphql)
  server.register(async (scope) => {
    acceptJson(scope, maxBodyBytes, options.largeResults)
    acceptMultipart(scope, { limits: limitsOf(options), isAdmin: options.isAdmin })
    await compressResponses(scope)
    addGraphql(scope, handler, playground)
  })
  closeConnectionsWhenDraining(server)
  return server
}

function createFastify(options: HttpOptions, handleError: ErrorHandler): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger
  return Fastify({
    loggerInstance,
    // Fastify's own log lines contain the whole URL, with the variables of a GET query.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    trustProxy: [...(options.trustedProxies ?? [])],
    bodyLimit: maxBodyBytes,
    // Long enough for the longest upload; `addBodyTimeout` limits all other requests.
    requestTimeout: limitsOf(options).totalMs + headersTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    frameworkErrors: handleError,
    clientErrorHandler: handleMalformedRequest,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: timeoutCheckIntervalMs },
  })
}

function limitsOf(options: HttpOptions): UploadLimits {
  return { ...uploadLimits, ...options.uploadLimits }
}

/** The request id that a proxy has set, if it is safe in a log line; otherwise a new one. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

/**
 * Compresses responses with gzip if the client accepts it. Only gzip: its state takes 0.3 MB for each response that
 * is being compressed; those of brotli and zstd take several MB. Requests must not be compressed: see `acceptJson`.
 */
async function compressResponses(scope: FastifyInstance): Promise<void> {
  await scope.register(compress, {
    encodings: ['gzip'],
    globalDecompression: false,
    threshold: minCompressedBytes,
    syncThreshold: maxSyncCompressedBytes,
    zlibOptions: { level: compressionLevel },
  })
}

function addGraphql(server: FastifyInstance, handler: RouteHandlerMethod, playground: PlaygroundState): void {
  server.get('/graphql', { onRequest: rejectInvalidHost }, function (request, reply) {
    reply.header('vary', 'accept, accept-encoding, origin')
    return isPageRequest(request) ? sendPlayground(reply, playground) : handler.call(this, request, reply)
  })
  server.post('/graphql', { onRequest: rejectInvalidHost }, function (request, reply) {
    if (request.body === undefined || request.body === null) {
      return sendError(reply, {
        status: 400,
        code: 'BAD_USER_INPUT',
        message: 'The request has no body. Send a JSON object with a "query".',
      })
    }
    return handler.call(this, request, reply)
  })
  server.get('/', (_request, reply) => reply.redirect('/graphql'))
}

/** The Apollo integration builds a URL from these parts; a Host that makes it invalid is the client's error. */
async function rejectInvalidHost(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (URL.canParse(request.url, `${request.protocol}://${request.hostname}/`)) return
  await sendError(reply, {
    status: 400,
    code: 'BAD_USER_INPUT',
    message: 'The Host header is not a valid host name.',
  })
}
