import type { Context } from './context.ts'
import type { Handler } from './query-execution.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a GraphQL request whose work is in progress. */
    openContext?: Context
  }
}

/**
 * The same handler; ends a request's work when the answer is made and sent, or its client has gone. Not before it is
 * made: a client that goes away early would otherwise leave statements behind that count for nobody. Not before it is
 * sent: a client that reads slowly keeps the answer in memory. When memory is short, such a client is cut off.
 */
export function endWork(answer: Handler): Handler {
  return async function (request, reply) {
    // A client may be gone before its request is executed.
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
