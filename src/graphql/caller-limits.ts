import { toClientKey } from '../auth/client-key.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { CallerLimits } from '../database/caller.ts'
import type { Connection } from '../database/connection.ts'

/** The fraction of the shared connections for one viewer, or all strangers at one address. */
const callersInPool = 3
/** The fraction for workers and administrators, who act for many users. */
const servicesInPool = 2
const minStatements = 2
const requestsOfUser = { maxRequests: 32, maxWaitingRequests: 96 } as const
/** Many workers report through one account. */
const requestsOfService = { maxRequests: 64, maxWaitingRequests: 192 } as const

/** The key under which a request's caller is counted. */
export function callerKey(viewer: Viewer | null, clientAddress: string): string {
  return viewer === null ? `address ${toClientKey(clientAddress)}` : `viewer ${viewer.id}`
}

/** The limits on the caller's concurrent work in each server process. */
export function callerLimits(viewer: Viewer | null, { pool }: Connection): CallerLimits {
  const isService = viewer?.role === 'worker' || viewer?.role === 'admin'
  const share = Math.floor(pool.options.max / (isService ? servicesInPool : callersInPool))
  return {
    maxStatements: Math.max(share, minStatements),
    ...(isService ? requestsOfService : requestsOfUser),
  }
}
