import type { FastifyInstance } from 'fastify'
import { OperatorError } from '../errors.ts'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Lets other processes of the same user listen on the port, too. */
  readonly reusePort?: boolean
}

/**
 * Opens the port, any free one when it is 0, and returns the address for a browser on this machine.
 * @throws OperatorError when the port or the address can't be had, with the way to choose another.
 */
export async function listen(server: FastifyInstance, options: ListenOptions): Promise<string> {
  const { host, port, reusePort = false } = options
  try {
    // In a variable, for Fastify hands on to Node.js more than its types name.
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
      return `Port ${port} of ${host} is taken. Stop what uses it, or choose another: PORT=${other} npm start`
    case 'ENOTSUP':
      return 'This system does not share a port among processes: leave REUSE_PORT out, and put a proxy in front.'
    case 'EACCES':
      return `Port ${port} is for privileged programs. Choose one above 1023: PORT=4000 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Correct HOST; 127.0.0.1 is this machine only, 0.0.0.0 all networks.`
    default:
      return `Can't listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** 0.0.0.0 and :: stand for all addresses: no browser goes there. */
function toBrowserHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
