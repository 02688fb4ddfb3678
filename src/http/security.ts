import type { FastifyInstance } from 'fastify'

/** For everything that is not a page: a browser that shows it loads nothing and runs nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"

/** For a page of ours: scripts, styles, images and requests only of this server, and nothing inline. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * For the playground: scripts, workers and requests only of this server. The editor writes its own style
 * elements, so styles may be inline; its icons and fonts are data URLs.
 */
export const editorPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Sets what a browser and a cache must not do with any response: answers belong to one viewer. The pages
 * and their files replace some with their own.
 */
export function addSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': dataPolicy,
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })
}

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
