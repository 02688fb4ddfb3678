import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './errors.ts'

const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>()

/** Cuts a request off whose body has not come within the time; with 408, unless it has been answered already. */
export function addBodyTimeout(server: FastifyInstance, limitMs: number): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!hasBody(request)) return
    const timer = setTimeout(() => cutOff(request, reply, limitMs), limitMs)
    timers.set(request, timer)
    request.raw.once('close', () => clearTimeout(timer))
  })
}

/** Lets the request take longer: something else limits it. Node.js knows but one limit, for all requests. */
export function cancelBodyTimeout(request: FastifyRequest): void {
  clearTimeout(timers.get(request))
}

function cutOff(request: FastifyRequest, reply: FastifyReply, limitMs: number): void {
  if (request.raw.complete) return
  if (reply.sent) {
    request.raw.destroy()
    return
  }
  reply.header('connection', 'close')
  sendError(reply, 408, 'BAD_USER_INPUT', `The body did not come within ${limitMs / 1000} seconds.`)
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
