import type { IncomingHttpHeaders } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RouteHandlerMethod } from 'fastify'
import type { GraphQLResolveInfo } from 'graphql'
import type { Credential } from '../auth/account.ts'
import { digestApiKey } from '../auth/api-keys.ts'
import { toClientKey } from '../auth/client-key.ts'
import type { Mailer } from '../auth/mailer.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { ViewerLookup } from '../auth/viewer-lookup.ts'
import type { Connection, Database } from '../database/connection.ts'
import type { CallerLimits } from '../database/limits/caller.ts'
import { RequestDatabase } from '../database/limits/request-database.ts'
import type { RequestWork, Workload } from '../database/limits/workload.ts'
import type { SelectedFields } from '../database/selected-fields.ts'
import { AppError } from '../errors.ts'
import type { ImportRunner } from '../import/runner.ts'
import type { Logger } from '../logger.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import { findFields, findFieldsOfRows } from './selected-fields.ts'

/** What lives as long as the server. */
export interface Services {
  readonly connection: Connection
  readonly workload: Workload
  readonly tokens: Tokens
  readonly viewers: ViewerLookup
  readonly mailer: Mailer
  readonly imports: ImportRunner
  readonly logger: Logger
}

/** What lives as long as one request. */
export interface Context extends Services {
  /** The database as this request may use it: see Workload. */
  readonly db: Database
  /** The connections reserved for authentication, for short reads of credentials only. */
  readonly authDb: Database
  /** Ends when the response has been sent. */
  readonly work: RequestWork
  /** Null when the request carries no credentials. */
  readonly viewer: Viewer | null
  /** How the viewer is authenticated; null for a stranger. */
  readonly credential: Credential | null
  /** Where the request comes from. */
  readonly clientAddress: string
  /** Batching and caching for this request alone. */
  readonly loaders: Loaders
  /** The fields that are selected of an object, or of each in a list. */
  readonly fieldsOf: (info: GraphQLResolveInfo) => SelectedFields
  /** The same of the rows of a connection. */
  readonly fieldsOfRows: (info: GraphQLResolveInfo) => SelectedFields
  /** The rest of the request is answered to this viewer, who has just logged in; or to nobody. */
  actAs(viewer: Viewer | null): void
}

/** What is read of a request before its query. */
interface RequestFacts {
  readonly headers: IncomingHttpHeaders
  /** The client's address. */
  readonly ip: string
}

/**
 * Authenticates the request, and admits it unless its caller has too much in progress. The receiver of the context must
 * end its `work`.
 * @throws AppError UNAUTHENTICATED, TOO_MANY_REQUESTS, UNAVAILABLE.
 */
export async function createContext(services: Services, request: RequestFacts): Promise<Context> {
  const { connection, workload } = services
  const { viewer, credential } = await authenticate(services, request.headers)
  const work = await workload.open(callerKey(viewer, request.ip), callerLimits(viewer, connection))
  // Most requests of strangers need no database. Without a pause, any number of them would run in one turn of the event
  // loop, and none would ever be counted as concurrent.
  if (viewer === null) await nextTurn()
  const db = new RequestDatabase(connection, work)
  return {
    ...services,
    db,
    authDb: connection.reserved.db,
    work,
    viewer,
    credential,
    clientAddress: request.ip,
    loaders: createLoaders(db, viewer),
    fieldsOf: findFields,
    fieldsOfRows: findFieldsOfRows,
    // Resolvers get a copy of this object from Apollo Server: only `this` is theirs.
    actAs(newViewer) {
      Object.assign(this, {
        viewer: newViewer,
        credential: newViewer === null ? null : { kind: 'token' },
        loaders: createLoaders(db, newViewer),
      })
    },
  }
}

type Authentication = Pick<Context, 'viewer' | 'credential'>

/**
 * Authenticates the request with one statement, which concurrent requests share.
 * @throws AppError UNAUTHENTICATED if the credentials are wrong, expired or belong to a closed account: a client that sends
 * credentials must not silently be treated as a stranger.
 */
export async function authenticate(
  services: Pick<Services, 'tokens' | 'viewers'>,
  headers: IncomingHttpHeaders,
): Promise<Authentication> {
  const text = readCredential(headers)
  if (text === undefined) return { viewer: null, credential: null }
  const byToken = await findByToken(services, text)
  if (byToken !== undefined) return { viewer: byToken, credential: { kind: 'token' } }
  const digest = digestApiKey(text)
  const byApiKey = await services.viewers.findByApiKey(digest)
  if (byApiKey !== undefined) return { viewer: byApiKey, credential: { kind: 'api-key', digest } }
  throw new AppError('UNAUTHENTICATED', 'The token or API key is wrong or has expired. Log in again.')
}

function readCredential(headers: IncomingHttpHeaders): string | undefined {
  const apiKey = headers['x-api-key']
  if (typeof apiKey === 'string' && apiKey !== '') return apiKey
  const { authorization } = headers
  if (authorization === undefined) return undefined
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  if (bearer !== undefined) return bearer
  throw new AppError('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token or API key>".')
}

/** Only text of a token's form is verified, so that an API key costs no cryptography. */
async function findByToken(
  { tokens, viewers }: Pick<Services, 'tokens' | 'viewers'>,
  credential: string,
): Promise<Viewer | undefined> {
  if (credential.split('.').length !== 3) return undefined
  const owner = await tokens.verify(credential)
  return owner === undefined ? undefined : viewers.findByToken(owner)
}

/** The fraction of the shared connections for one viewer, or all strangers at one address. */
const callersInPool = 3
/** The fraction for workers and administrators, who act for many users. */
const servicesInPool = 2
const minStatements = 2
const requestsOfUser = { maxRequests: 32, maxWaitingRequests: 96 } as const
/** Many workers report through one account. */
const requestsOfService = { maxRequests: 64, maxWaitingRequests: 192 } as const

/** The key under which a request's caller is counted. */
function callerKey(viewer: Viewer | null, clientAddress: string): string {
  return viewer === null ? `address ${toClientKey(clientAddress)}` : `viewer ${viewer.id}`
}

/** The limits on the caller's concurrent work in each server process. */
function callerLimits(viewer: Viewer | null, { pool }: Connection): CallerLimits {
  const isService = viewer?.role === 'worker' || viewer?.role === 'admin'
  const share = Math.floor(pool.options.max / (isService ? servicesInPool : callersInPool))
  return {
    maxStatements: Math.max(share, minStatements),
    ...(isService ? requestsOfService : requestsOfUser),
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a GraphQL request whose work is in progress. */
    openContext?: Context
  }
}

/**
 * Wraps the handler so that a request's work ends when the response has been produced, and sent or its client has
 * disconnected. Not before it is produced: a client that disconnects early would leave running statements that count for no
 * caller. Not before it is sent: a client that reads slowly keeps the response in memory. When memory is short, such a
 * client is disconnected.
 */
export function endWorkWithResponse(answer: RouteHandlerMethod): RouteHandlerMethod {
  return async function (request, reply) {
    // The client may have disconnected before its request is executed.
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
