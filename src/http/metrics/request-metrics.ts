import { Counter, Histogram, type Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import type { RequestRecord } from '../../request-record.ts'

const durationBucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/**
 * Clients choose the names of operations. Applications have fewer than this; later names become `other`, so that clients
 * can't fill the memory with metrics.
 */
export const maxOperationNames = 100
const otherOperation = 'other'
const anonymousOperation = 'anonymous'

/** Durations of requests by route and by GraphQL operation, and errors by code. */
export function observeRequests(server: FastifyInstance, registry: Registry): void {
  const registers = [registry]
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its response.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBucketsSeconds,
    registers,
  })
  const operations = new Histogram({
    name: 'graphql_operation_duration_seconds',
    help: 'Time from the headers of a request to the end of its response, by operation.',
    labelNames: ['operation', 'type'],
    buckets: durationBucketsSeconds,
    registers,
  })
  const errors = new Counter({
    name: 'graphql_errors_total',
    help: 'Errors in responses by code.',
    labelNames: ['code'],
    registers,
  })
  const nameOperation = createOperationNames()
  server.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000
    const route = request.routeOptions.url ?? 'unmatched'
    durations.observe({ method: request.method, route, status: reply.statusCode }, seconds)
    const { record } = request
    if (record.operation !== undefined) {
      operations.observe({ operation: nameOperation(record), type: record.operation.type }, seconds)
    }
    for (const [code, count] of record.errorCounts) errors.inc({ code }, count)
  })
}

/** Names operations in metrics. Only those of a user that succeed add a name, so that strangers can't use up the names. */
function createOperationNames(): (record: RequestRecord) => string {
  const names = new Set<string>()
  return ({ operation, viewerId, errorCounts }) => {
    const name = operation?.name
    if (name === undefined) return anonymousOperation
    if (names.size < maxOperationNames && viewerId !== undefined && errorCounts.size === 0) names.add(name)
    return names.has(name) ? name : otherOperation
  }
}
