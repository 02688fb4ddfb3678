import type { FastifyInstance } from 'fastify'
import { OperatorError } from '../errors.ts'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Whether other processes of the same user can listen on the port, too. */
  readonly reusePort?: boolean
}

/**
 * Listens on the port, or on any free one if it is 0, and returns the URL for a browser on this machine.
 * @throws OperatorError that describes the fix, if the port or address can't be used.
 */
export async function listen(server: FastifyInstance, options: ListenOptions): Promise<string> {
  const { host, port, reusePort = false } = options
  try {
    // In a variable, because Fastify passes more options to Node.js than its types declare.
    const listenOptions = { host, port, reusePort }
    await server.listen(listenOptions)
  } catch (cause) {
    throw new OperatorError(explain(cause, host, port), { cause })
  }
  const address = server.server.address()
  const actualPort = address === null || typeof address === 'string' ? port : address.port
  return `http://${toBrowserHost(host)}:${actualPort}`
}

function explain(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const other = port + 1 > 65_535 ? 4001 : port + 1
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use. Stop the program that uses it, or choose another port: PORT=${other} npm start`
    case 'ENOTSUP':
      return "This system can't share a port among processes. Remove REUSE_PORT, and use a proxy instead."
    case 'EACCES':
      return `Port ${port} requires privileges. Choose one above 1023: PORT=4000 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Correct HOST; 127.0.0.1 is this machine only, 0.0.0.0 all networks.`
    default:
      return `Can't listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** 0.0.0.0 and :: mean all addresses; browsers can't connect to them. */
function toBrowserHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
