import type { FastifyInstance, RouteHandlerMethod } from 'fastify'

/**
 * Stops listening, closes idle connections and waits for requests in progress. Connections still open after `graceMs`
 * are closed. Handlers of disconnected clients are waited for without a limit: the process has its own deadline.
 */
export async function closeHttpServer(server: FastifyInstance, graceMs: number): Promise<void> {
  const deadline = setTimeout(() => server.server.closeAllConnections(), graceMs)
  try {
    await server.close()
  } finally {
    clearTimeout(deadline)
  }
}

/**
 * Closes each connection after its next response once the server is closing, so that no client sends another request.
 */
export function closeConnectionsWhenDraining(server: FastifyInstance): void {
  let isDraining = false
  server.addHook('preClose', async () => {
    isDraining = true
  })
  server.addHook('onSend', async (_request, reply) => {
    if (isDraining) reply.header('connection', 'close')
  })
}

/**
 * Wraps a handler so that closing the server waits for all of its calls, including those whose client has
 * disconnected: they still use the database.
 */
export function waitForHandlers(server: FastifyInstance, handler: RouteHandlerMethod): RouteHandlerMethod {
  const inProgress = new Set<Promise<unknown>>()
  server.addHook('onClose', async () => {
    await Promise.allSettled(inProgress)
  })
  return async function (request, reply) {
    const handled = (async () => handler.call(this, request, reply))()
    inProgress.add(handled)
    try {
      return await handled
    } finally {
      inProgress.delete(handled)
    }
  }
}
