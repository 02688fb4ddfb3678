import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** For everything that is not a page: a browser that displays it loads and runs nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"

/** For a page of this server: scripts, styles, images and requests only from this server, and nothing inline. */
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
 * For the playground: scripts, workers and requests only from this server. The editor creates style elements, so
 * inline styles are allowed; its icons and fonts are data URLs.
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

const preflightMaxAgeSeconds = 600

/**
 * Sets the headers that restrict browsers and caches for every response: responses belong to one viewer. Pages and
 * their files override some of them.
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

/**
 * Lets pages of the given origins call the API with their own credentials headers; cookies are not used. Pages of
 * other origins get no CORS header, so browsers block them.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  server.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: preflightMaxAgeSeconds,
    // Otherwise an OPTIONS request without CORS headers gets a 400 in plain text.
    strictPreflight: false,
  })
}
