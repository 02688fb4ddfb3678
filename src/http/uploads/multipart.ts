import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { cancelBodyTimeout } from '../body-timeout.ts'
import { sendError } from '../errors.ts'
import type { UploadLimits } from './limits.ts'
import { readMultipart } from './multipart-reader.ts'

export interface MultipartOptions {
  readonly limits: UploadLimits
  /** Whether the request's credentials are an administrator's; throws for wrong ones. */
  readonly isAdmin: (request: FastifyRequest) => Promise<boolean>
}

/**
 * Lets the routes of this scope take multipart requests with files. The body becomes the operation, with an `Upload`
 * for each file; the files themselves come while it runs.
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
      answered: findAnswered(request),
    }),
  )
  scope.addHook('onSend', async (request, reply) => {
    answered.get(request)?.abort(new Error('The request was answered before the file had come.'))
    // Else the connection is reset at once, and many a client loses the answer with it: `letPass` closes it.
    if (isUnread(request)) reply.removeHeader('connection')
  })
  scope.addHook('onResponse', async (request) => {
    if (isUnread(request)) letPass(request.raw, limits.lingerMs)
  })
}

function isUnread(request: FastifyRequest): boolean {
  return isMultipart(request) && !request.raw.complete
}

/** Throws away what a client goes on to send for as long as it may need to notice the answer; then cuts it off. */
function letPass(body: IncomingMessage, lingerMs: number): void {
  const timer = setTimeout(() => body.destroy(), lingerMs)
  body.once('close', () => clearTimeout(timer))
  body.on('error', () => undefined).resume()
}

function isMultipart({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

/**
 * Nobody but an administrator sends files: anyone else is answered, and cut off, and no byte of the body is looked at. A form of another site could send such a request, but neither of the headers that credentials come in.
 */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  isAdmin: MultipartOptions['isAdmin'],
): Promise<void> {
  const { authorization, 'x-api-key': apiKey } = request.headers
  if (authorization === undefined && apiKey === undefined) {
    await sendError(reply, 401, 'UNAUTHENTICATED', "Files need an administrator's API key in X-API-Key.")
  } else if (!(await isAdmin(request))) {
    await sendError(reply, 403, 'FORBIDDEN', 'Only an administrator may send files.')
  } else {
    cancelBodyTimeout(request)
  }
}

const answered = new WeakMap<FastifyRequest, AbortController>()

function findAnswered(request: FastifyRequest): AbortSignal {
  const controller = new AbortController()
  answered.set(request, controller)
  return controller.signal
}
