import type { Context } from './context.ts'
import type { Handler } from './query-execution.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a GraphQL request whose work is in progress. */
    openContext?: Context
  }
}

/**
 * Wraps the handler so that a request's work ends when the response has been produced, and sent or its client has
 * disconnected. Not before it is produced: a client that disconnects early would leave running statements that count for no
 * caller. Not before it is sent: a client that reads slowly keeps the response in memory. When memory is short, such a
 * client is disconnected.
 */
export function endWork(answer: Handler): Handler {
  return async function (request, reply) {
    // The client may have disconnected before its request is executed.
    let remaining = reply.raw.closed ? 1 : 2
    const finishPart = () => {
      remaining -= 1
      if (remaining === 0) request.openContext?.work.end()
    }
    reply.raw.once('close', finishPart)
    try {
      return await answer.call(this, request, reply)
    } finally {
      request.openContext?.work.startSending(() => reply.raw.destroy())
      finishPart()
    }
  }
}
