import type { FastifyInstance } from 'fastify'

const preflightSeconds = 600

/**
 * Lets pages of the given origins call the API with their own credentials headers; cookies are not used.
 * Browsers refuse every other site, because it gets no header at all.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  server.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'origin')
    const { origin } = request.headers
    if (origin === undefined || !origins.includes(origin)) return
    reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id' })
  })
  server.options('/graphql', (_request, reply) => {
    reply.headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'content-type, authorization, x-api-key, x-request-id, x-graphql-cost, apollo-require-preflight',
      'access-control-max-age': preflightSeconds,
    })
    return reply.code(204).send()
  })
}
