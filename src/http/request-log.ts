import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RequestRecord } from '../request-record.ts'
import { readTraceContext } from './trace-context.ts'

/** Requested every few seconds by machines, or many times for one page. */
const quietRoutes = new Set(['/health', '/ready', '/metrics', '/playground/:name'])

/**
 * Logs one line for each request after its response, with the request id. Headers, query strings and bodies are never
 * logged, because they contain keys, tokens and personal data.
 */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    const level = quietRoutes.has(request.routeOptions.url ?? '') ? 'debug' : 'info'
    request.log[level](describeRequest(request, reply), 'request')
  })
}

/** Gives each request its record. */
export function recordRequests(server: FastifyInstance): void {
  server.decorateRequest('record')
  server.addHook('onRequest', async (request) => {
    Object.assign(request, { record: new RequestRecord() })
  })
  server.addHook('onSend', async ({ record }, _reply, payload) => {
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
      record.responseBytes = Buffer.byteLength(payload)
    }
  })
}

function describeRequest(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  const { operation, viewerId, usage, responseBytes, errorCounts } = request.record
  return {
    method: request.method,
    path: pathOf(request),
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    traceId: readTraceContext(request.headers)?.traceId,
    operation: operation?.name,
    operationType: operation?.type,
    viewerId,
    statements: usage?.statements,
    rows: usage?.rows,
    readBytes: usage?.readBytes,
    responseBytes,
    errors: errorCounts.size === 0 ? undefined : Object.fromEntries(errorCounts),
  }
}

/** The URL without its query string, which may contain a GraphQL query with variables. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/'
}
