import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type AnswerHandler = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => unknown

/**
 * The same handler, for which the server waits when it closes, also where the client has gone meanwhile: what makes
 * the answer still uses the database.
 */
export function waitForHandlers(server: FastifyInstance, answer: AnswerHandler): AnswerHandler {
  const underWay = new Set<Promise<unknown>>()
  server.addHook('onClose', async () => {
    await Promise.allSettled(underWay)
  })
  return async function (request, reply) {
    const answered = (async () => answer.call(this, request, reply))()
    underWay.add(answered)
    try {
      return await answered
    } finally {
      underWay.delete(answered)
    }
  }
}
