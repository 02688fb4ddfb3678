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
import type { RequestRecord } from '../request-record.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import { findSelectedFields, findSelectedNodeFields } from './selected-fields.ts'

/** The services that all requests share. */
export interface Services {
  readonly connection: Connection
  readonly workload: Workload
  readonly tokens: Tokens
  readonly viewers: ViewerLookup
  readonly mailer: Mailer
  readonly imports: ImportRunner
  readonly logger: Logger
}

/** The context of one request. */
export interface Context extends Services {
  /** The database within the limits of this request: see Workload. */
  readonly db: Database
  /** The connections reserved for authentication, for short reads of credentials only. */
  readonly authDb: Database
  /** Must be ended when the response has been sent. */
  readonly work: RequestWork
  /** Null when the request carries no credentials. */
  readonly viewer: Viewer | null
  /** How the viewer is authenticated; null for an anonymous request. */
  readonly credential: Credential | null
  /** The IP address of the client. */
  readonly clientAddress: string
  readonly record: RequestRecord
  /** Batching and caching within this request. */
  readonly loaders: Loaders
  /** The fields selected on an object, or on each object of a list. */
  readonly fieldsOf: (info: GraphQLResolveInfo) => SelectedFields
  /** The fields selected on the nodes of a connection. */
  readonly fieldsOfRows: (info: GraphQLResolveInfo) => SelectedFields
  /** Continues the request as this viewer, who has just logged in, or anonymously. */
  actAs(viewer: Viewer | null): void
}

/** The parts of an HTTP request that its context is created from. */
interface RequestFacts {
  readonly headers: IncomingHttpHeaders
  readonly ip: string
  readonly record: RequestRecord
}

/**
 * Authenticates the request, and admits it unless its caller has too much in progress. The caller of this function
 * must end the `work` of the context.
 * @throws AppError UNAUTHENTICATED, TOO_MANY_REQUESTS, UNAVAILABLE.
 */
export async function createContext(services: Services, request: RequestFacts): Promise<Context> {
  const { connection, workload } = services
  const { record } = request
  const { viewer, credential } = await authenticate(services, request.headers)
  record.viewerId = viewer?.id
  const work = await workload.open(callerKey(viewer, request.ip), callerLimits(viewer, connection))
  record.usage = work
  // Most anonymous requests need no database. Without a pause, any number of them would run in one turn of the event
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
    record,
    loaders: createLoaders(db, viewer),
    fieldsOf: findSelectedFields,
    fieldsOfRows: findSelectedNodeFields,
    // Apollo Server gives resolvers a copy of this object: only `this` refers to it.
    actAs(newViewer) {
      record.viewerId = newViewer?.id
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
 * @throws AppError UNAUTHENTICATED if the credentials are wrong, expired or belong to a closed account: a client that
 * sends credentials must not silently be treated as anonymous.
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

/** Verifies only texts in the form of a token, so that API keys cost no cryptography. */
async function findByToken(
  { tokens, viewers }: Pick<Services, 'tokens' | 'viewers'>,
  credential: string,
): Promise<Viewer | undefined> {
  if (credential.split('.').length !== 3) return undefined
  const owner = await tokens.verify(credential)
  return owner === undefined ? undefined : viewers.findByToken(owner)
}

/** One viewer, or all anonymous clients at one address, may use a third of the shared connections. */
const callersInPool = 3
/** Workers and administrators act for many users, so each may use half of the connections. */
const servicesInPool = 2
const minStatements = 2
const requestsOfUser = { maxRequests: 32, maxWaitingRequests: 96 } as const
/** Many workers share one account. */
const requestsOfService = { maxRequests: 64, maxWaitingRequests: 192 } as const

/** Requests with the same key count as those of one caller. */
function callerKey(viewer: Viewer | null, clientAddress: string): string {
  return viewer === null ? `address ${toClientKey(clientAddress)}` : `viewer ${viewer.id}`
}

/** The limits on the caller's concurrent work in this process. */
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
    /** The context of a GraphQL request in progress. */
    openContext?: Context
  }
}

/**
 * Wraps the handler so that a request's work ends when the response has been produced, and sent or its client has
 * disconnected. Not before it is produced: a client that disconnects early would leave running statements that count
 * for no caller. Not before it is sent: a client that reads slowly keeps the response in memory. When memory is
 * short, such a client is disconnected.
 */
export function endWorkWithResponse(handler: RouteHandlerMethod): RouteHandlerMethod {
  return async function (request, reply) {
    // The client may have disconnected before its request is executed.
    let remaining = reply.raw.closed ? 1 : 2
    const finishPart = () => {
      remaining -= 1
      if (remaining === 0) request.openContext?.work.end()
    }
    reply.raw.once('close', finishPart)
    try {
      return await handler.call(this, request, reply)
    } finally {
      request.openContext?.work.startSending(() => reply.raw.destroy())
      finishPart()
    }
  }
}
