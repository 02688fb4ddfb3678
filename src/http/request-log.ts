import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Requested every few seconds by machines, or many times for one page. */
const quietRoutes = new Set(['/health', '/ready', '/metrics', '/playground/:name'])

/**
 * Logs one line for each request after its response: method, path, status and milliseconds, with the request id.
 * Headers, query strings and bodies are never logged, because they contain keys, tokens and personal data.
 */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    const level = quietRoutes.has(request.routeOptions.url ?? '') ? 'debug' : 'info'
    const facts = {
      method: request.method,
      path: pathOf(request),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    }
    request.log[level](facts, 'request')
  })
}

/** The URL without its query string, which may contain a GraphQL query with variables. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/'
}
