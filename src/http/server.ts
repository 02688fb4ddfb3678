import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from '../logger.ts'
import { addBodyTimeout } from './body-timeout.ts'
import { type AnswerHandler, waitForHandlers } from './drain.ts'
import {
  addErrorResponses,
  createErrorHandler,
  type ErrorHandler,
  handleMalformedRequest,
  sendError,
} from './errors.ts'
import { addHealth, type ReadinessCheck } from './health.ts'
import { acceptJson } from './json-requests.ts'
import { addMetrics, type MetricsOptions } from './metrics.ts'
import { addImportPage } from './pages/import-page.ts'
import { addPlayground, isPageRequest, type PlaygroundState, sendPage } from './pages/playground.ts'
import { logRequests } from './request-log.ts'
import { addSecurityHeaders, allowOrigins } from './security.ts'
import { type UploadLimits, uploadLimits } from './uploads/limits.ts'
import { acceptMultipart } from './uploads/multipart.ts'

/** Bytes of a request's body: the largest ABI as a variable fits several times. */
export const maxBodyBytes = 1024 * 1024
const headersTimeoutMs = 10_000
const bodyTimeMs = 30_000
/** Longer than the usual idle limit of a load balancer (60 s), so that the balancer closes first. */
const keepAliveTimeoutMs = 65_000
const timeoutCheckIntervalMs = 5_000

export interface HttpOptions extends MetricsOptions {
  readonly logger: Logger
  /** Answers a GraphQL request: `fastifyApolloHandler(apollo, { context })` of a started Apollo Server. */
  readonly graphql: AnswerHandler
  /** On by default. */
  readonly playground?: PlaygroundState
  /** What /ready runs, by name. A check rejects when the server can't do its work. */
  readonly readinessChecks: Readonly<Record<string, ReadinessCheck>>
  /** Sites whose pages may call the API from a browser, such as `https://app.example.com`. None by default. */
  readonly corsOrigins?: readonly string[]
  /** Proxies whose X-Forwarded-* headers are believed: addresses or ranges of them. None by default. */
  readonly trustedProxies?: readonly string[]
  /** Of requests with files, where not as usual. */
  readonly uploadLimits?: Partial<UploadLimits>
  /** Milliseconds in which the body of a request without files must have come. */
  readonly bodyTimeMs?: number
}

/**
 * Builds the server, not yet listening: /graphql with its playground, /imports, /health, /ready and /metrics.
 * `server.inject` works on it without a socket.
 */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const answerError = createErrorHandler(options.logger)
  const server = createFastify(options, answerError)
  // The default parser for text/plain would let a form of another site post a query.
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  logRequests(server)
  addBodyTimeout(server, options.bodyTimeMs ?? bodyTimeMs)
  addSecurityHeaders(server)
  addErrorResponses(server, answerError)
  allowOrigins(server, options.corsOrigins ?? [])
  addHealth(server, options.readinessChecks)
  addMetrics(server, options)
  const playground = options.playground ?? 'on'
  addPlayground(server, playground)
  addImportPage(server)
  // Not within the scope: hooks that are added later, such as one that ends imports, must come before the waiting.
  const answer = waitForHandlers(server, options.graphql)
  server.register(async (scope) => {
    acceptJson(scope)
    acceptMultipart(scope, { limits: limitsOf(options), isAdmin: options.isAdmin })
    addGraphql(scope, answer, playground)
  })
  closeConnectionsWhenDraining(server)
  return server
}

/**
 * Stops listening, closes idle connections and waits for the requests under way. Connections still open after
 * `graceMs` are cut; what is being done for them is waited for, however long: whoever stops the process has a limit.
 */
export async function closeHttpServer(server: FastifyInstance, graceMs: number): Promise<void> {
  const deadline = setTimeout(() => server.server.closeAllConnections(), graceMs)
  try {
    await server.close()
  } finally {
    clearTimeout(deadline)
  }
}

function createFastify(options: HttpOptions, answerError: ErrorHandler): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger
  return Fastify({
    loggerInstance,
    // Fastify's own lines hold the whole URL, and a GET query's variables are in it.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    trustProxy: [...(options.trustedProxies ?? [])],
    bodyLimit: maxBodyBytes,
    // Of the longest upload, which has a limit of its own; `limitBodyTime` limits all others.
    requestTimeout: limitsOf(options).totalMs + headersTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    frameworkErrors: answerError,
    clientErrorHandler: handleMalformedRequest,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: timeoutCheckIntervalMs },
  })
}

function limitsOf(options: HttpOptions): UploadLimits {
  return { ...uploadLimits, ...options.uploadLimits }
}

/** The caller's id when it is harmless in a log line, so that one id follows a request through the proxies. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

function addGraphql(server: FastifyInstance, answer: AnswerHandler, playground: PlaygroundState): void {
  server.get('/graphql', { onRequest: refuseBrokenHost }, function (request, reply) {
    reply.header('vary', 'accept, origin')
    return isPageRequest(request) ? sendPage(reply, playground) : answer.call(this, request, reply)
  })
  server.post('/graphql', { onRequest: refuseBrokenHost }, function (request, reply) {
    if (request.body === undefined || request.body === null) {
      return sendError(
        reply,
        400,
        'BAD_USER_INPUT',
        'The request has no body: send an object with a "query".',
      )
    }
    return answer.call(this, request, reply)
  })
  server.get('/', (_request, reply) => reply.redirect('/graphql'))
}

/** The Apollo integration makes a URL of these parts; one that can't be made is not a failure of the server. */
async function refuseBrokenHost(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (URL.canParse(request.url, `${request.protocol}://${request.hostname}/`)) return
  await sendError(reply, 400, 'BAD_USER_INPUT', 'The Host header is not the name of a host.')
}

/** A client that gets its last answer while the server drains must not keep the connection for the next one. */
function closeConnectionsWhenDraining(server: FastifyInstance): void {
  let isDraining = false
  server.addHook('preClose', async () => {
    isDraining = true
  })
  server.addHook('onSend', async (_request, reply) => {
    if (isDraining) reply.header('connection', 'close')
  })
}
