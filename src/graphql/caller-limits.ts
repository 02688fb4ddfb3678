import { toClientKey } from '../auth/client-key.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { CallerLimits } from '../database/caller.ts'
import type { Connection } from '../database/connection.ts'

/** One viewer, or all strangers at one address, take this part of the connections that requests share. */
const callersInPool = 3
/** Workers and administrators, who act for many. */
const servicesInPool = 2
const minStatements = 2
const requestsOfUser = { maxRequests: 32, maxWaitingRequests: 96 } as const
/** Many workers report through one account. */
const requestsOfService = { maxRequests: 64, maxWaitingRequests: 192 } as const

/** Under whose name a request is counted. */
export function callerKey(viewer: Viewer | null, clientAddress: string): string {
  return viewer === null ? `address ${toClientKey(clientAddress)}` : `viewer ${viewer.id}`
}

/** What the caller may have in progress at once, in each server process. */
export function callerLimits(viewer: Viewer | null, { pool }: Connection): CallerLimits {
  const isService = viewer?.role === 'worker' || viewer?.role === 'admin'
  const share = Math.floor(pool.options.max / (isService ? servicesInPool : callersInPool))
  return {
    maxStatements: Math.max(share, minStatements),
    ...(isService ? requestsOfService : requestsOfUser),
  }
}
