import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Machines ask these every few seconds; their lines would bury the others. */
const quietRoutes = new Set(['/health', '/ready', '/metrics', '/playground/:name'])

/**
 * One line a request, when it is answered: method, path, status and milliseconds under the request's id.
 * Headers, query strings and bodies are never logged: keys, tokens and personal data are in them.
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

/** The URL without its query string, which may hold a GraphQL query with its variables. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/'
}
