import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { cancelBodyTimeout } from '../body-timeout.ts'
import { sendError } from '../errors.ts'
import type { UploadLimits } from './limits.ts'
import { readMultipart } from './multipart-reader.ts'

export interface MultipartOptions {
  readonly limits: UploadLimits
  /** Whether the request's credentials are those of an administrator. Throws for invalid ones. */
  readonly isAdmin: (request: FastifyRequest) => Promise<boolean>
}

/**
 * Makes the routes of this scope accept multipart requests with files. The body is parsed into the operation, with an
 * `Upload` for each file; the files themselves arrive while the operation is executed.
 */
export function acceptMultipart(scope: FastifyInstance, { limits, isAdmin }: MultipartOptions): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (isMultipart(request)) await admit(request, reply, isAdmin)
  })
  scope.addContentTypeParser('multipart/form-data', (request: FastifyRequest, source: IncomingMessage) =>
    readMultipart({
      source,
      contentType: request.headers['content-type'] ?? '',
      limits,
      responded: createResponseSignal(request),
    }),
  )
  scope.addHook('onSend', async (request, reply) => {
    responseControllers.get(request)?.abort(new Error('The response was sent before the file arrived.'))
    // Otherwise the connection is reset immediately, and many clients lose the response. `discardRest` closes it.
    if (isUnread(request)) reply.removeHeader('connection')
  })
  scope.addHook('onResponse', async (request) => {
    if (isUnread(request)) discardRest(request.raw, limits.lingerMs)
  })
}

function isUnread(request: FastifyRequest): boolean {
  return isMultipart(request) && !request.raw.complete
}

/** Discards what the client continues to send until it has had time to notice the response; then closes the connection. */
function discardRest(body: IncomingMessage, lingerMs: number): void {
  const timer = setTimeout(() => body.destroy(), lingerMs)
  body.once('close', () => clearTimeout(timer))
  body.on('error', () => undefined).resume()
}

function isMultipart({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

/**
 * Only administrators may send files; other requests are rejected without reading their bodies. A form on another site
 * could send a multipart request, but not with either of the headers that carry credentials.
 */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  isAdmin: MultipartOptions['isAdmin'],
): Promise<void> {
  const { authorization, 'x-api-key': apiKey } = request.headers
  if (authorization === undefined && apiKey === undefined) {
    await sendError(reply, {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: "Uploading files requires an administrator's API key in X-API-Key.",
    })
  } else if (!(await isAdmin(request))) {
    await sendError(reply, {
      status: 403,
      code: 'FORBIDDEN',
      message: 'Only administrators can upload files.',
    })
  } else {
    cancelBodyTimeout(request)
  }
}

const responseControllers = new WeakMap<FastifyRequest, AbortController>()

function createResponseSignal(request: FastifyRequest): AbortSignal {
  const controller = new AbortController()
  responseControllers.set(request, controller)
  return controller.signal
}
