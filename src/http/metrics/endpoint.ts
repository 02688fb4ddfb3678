import { BlockList, isIPv6 } from 'node:net'
import { collectDefaultMetrics, Registry } from '@prometheus-io/client'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendError } from '../errors.ts'
import { observeRequests } from './request-metrics.ts'
import { observeServer, type ServerState } from './server-metrics.ts'

export interface MetricsOptions {
  readonly state: ServerState
  /** Whether the request has the credentials of an administrator. */
  readonly isAdmin: (request: FastifyRequest) => Promise<boolean>
}

const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']
const localNames = ['localhost', '127.0.0.1', '[::1]']
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * GET /metrics in the text format of Prometheus. Labels come from closed lists, except the names of operations, which are
 * limited in number.
 *
 * Direct connections from this machine need no credentials, so that scraping works while the database is down. All
 * others need the API key of an administrator.
 */
export function addMetrics(server: FastifyInstance, options: MetricsOptions): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  observeRequests(server, registry)
  const stop = observeServer(registry, options.state)
  server.addHook('onClose', async () => stop())
  server.get('/metrics', async (request, reply) => {
    if (!isFromThisMachine(request) && !(await options.isAdmin(request))) {
      return sendError(reply, {
        status: 403,
        code: 'FORBIDDEN',
        message: "Metrics need an administrator's API key in X-API-Key.",
      })
    }
    reply.type(registry.contentType)
    return registry.metrics()
  })
}

/**
 * Whether the request is a direct one from this machine. Requests of a reverse proxy on this machine have a
 * forwarding header or a public name in Host, and so do those of pages whose host name resolves to this machine (DNS
 * rebinding).
 */
function isFromThisMachine(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? ''
  return (
    loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') &&
    localNames.includes(request.hostname) &&
    forwardingHeaders.every((name) => request.headers[name] === undefined)
  )
}
