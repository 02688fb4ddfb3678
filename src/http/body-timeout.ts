import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './errors.ts'

const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>()

/** Responds with 408 if the body is not received in time; after an early response, closes the connection. */
export function addBodyTimeout(server: FastifyInstance, limitMs: number): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!hasBody(request)) return
    const timer = setTimeout(() => refuseSlowBody(request, reply, limitMs), limitMs)
    timers.set(request, timer)
    request.raw.once('close', () => clearTimeout(timer))
  })
}

/** Removes the limit for one request, to which another one applies. Node.js has only one setting for all requests. */
export function cancelBodyTimeout(request: FastifyRequest): void {
  clearTimeout(timers.get(request))
}

function refuseSlowBody(request: FastifyRequest, reply: FastifyReply, limitMs: number): void {
  if (request.raw.complete) return
  if (reply.sent) {
    request.raw.destroy()
    return
  }
  reply.header('connection', 'close')
  sendError(reply, {
    status: 408,
    code: 'BAD_USER_INPUT',
    message: `The request body was not received within ${limitMs / 1000} seconds.`,
  })
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
