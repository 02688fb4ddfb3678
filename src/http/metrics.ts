import { BlockList, isIPv6 } from 'node:net'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendError } from './errors.ts'

/** The current numbers of database connections. */
export interface PoolCounts {
  readonly total: number
  readonly idle: number
  /** Requests waiting for a connection. */
  readonly waiting: number
}

export interface MetricsOptions {
  readonly poolCounts: () => PoolCounts
  /** Whether the request has the credentials of an administrator. */
  readonly isAdmin: (request: FastifyRequest) => Promise<boolean>
}

const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']
const localNames = ['localhost', '127.0.0.1', '[::1]']
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
const durationBucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * GET /metrics in the text format of Prometheus: process, HTTP durations and connection pool. Labels come from closed
 * lists (method, route, status), never from a client's input.
 *
 * Direct connections from this machine need no credentials, so that scraping works while the database is down. All
 * others need the API key of an administrator.
 */
export function addMetrics(server: FastifyInstance, options: MetricsOptions): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  observeRequests(server, registry)
  observePool(registry, options.poolCounts)
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

function observeRequests(server: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its response.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBucketsSeconds,
    registers: [registry],
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
}

function observePool(registry: Registry, poolCounts: () => PoolCounts): void {
  new Gauge({
    name: 'database_connections',
    help: 'Open connections to the database by state.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle } = poolCounts()
      this.set({ state: 'idle' }, idle)
      this.set({ state: 'busy' }, total - idle)
    },
  })
  new Gauge({
    name: 'database_connections_waited_for',
    help: 'Requests waiting for a database connection.',
    registers: [registry],
    collect() {
      this.set(poolCounts().waiting)
    },
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
