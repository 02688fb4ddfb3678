import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ErrorCode, type ErrorDetails, errorCodes, findRetryAfter } from '../errors.ts'
import { createFailureLog, type Logger } from '../logger.ts'
import { pathOf } from './request-log.ts'

export type ErrorHandler = (
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
) => void

/**
 * Makes the server respond to every failure outside of GraphQL in the format of GraphQL, `{ errors: [{ message,
 * extensions }] }`, with a code of src/errors.ts.
 */
export function addErrorResponses(server: FastifyInstance, handleError: ErrorHandler): void {
  server.setErrorHandler<FastifyError | AppError>(handleError)
  server.setNotFoundHandler(sendNotFound)
}

/**
 * Creates the handler of errors, including those before routing, such as a URL that can't be decoded. Errors not
 * caused by the client are masked: the client gets an `errorId`, and the log contains the error under the same id.
 */
export function createErrorHandler(logger: Logger): ErrorHandler {
  const failures = createFailureLog(logger)
  return (error, request, reply) => {
    const status = statusOf(error)
    if (status >= 500 && !(error instanceof AppError)) {
      const errorId = failures.report({ error, message: 'request failed', errorId: request.id })
      const message = 'Internal error. The server logged it under this errorId.'
      sendError(reply, { status: 500, code: 'INTERNAL', message, errorId })
      return
    }
    const code = error instanceof AppError ? error.code : 'BAD_USER_INPUT'
    const details = error instanceof AppError ? error.details : {}
    sendError(reply, { status, code, message: messageOf(error, request), details })
  }
}

interface HttpError {
  readonly status: number
  readonly code: ErrorCode
  /** For the client: the problem and the fix. */
  readonly message: string
  readonly errorId?: string
  readonly details?: ErrorDetails
}

/** Sends one error as the whole response. */
export function sendError(
  reply: FastifyReply,
  { status, code, message, errorId, details }: HttpError,
): FastifyReply {
  const extensions = { ...details, code, errorId }
  // Undefined for a URL that can't be decoded: no hook runs before its error.
  const { record }: Partial<Pick<FastifyRequest, 'record'>> = reply.request
  record?.addErrors([{ extensions }])
  const retryAfter = findRetryAfter([extensions])
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  return reply.code(status).send({ errors: [{ message, extensions }] })
}

function statusOf(error: FastifyError | AppError): number {
  if (!(error instanceof AppError)) return error.statusCode ?? 500
  // 200 is for GraphQL responses, in which other fields may have data.
  const { status } = errorCodes[error.code]
  return status === 200 ? 400 : status
}

function messageOf(error: FastifyError | AppError, request: FastifyRequest): string {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return `The request body is larger than ${request.routeOptions.bodyLimit} bytes.`
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return `The content type must be application/json, not ${request.headers['content-type'] ?? 'unknown'}.`
    default:
      return error.message
  }
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (pathOf(request) === '/graphql') {
    reply.header('allow', 'GET, POST')
    return sendError(reply, {
      status: 405,
      code: 'BAD_USER_INPUT',
      message: `/graphql supports GET and POST, not ${request.method}.`,
    })
  }
  return sendError(reply, {
    status: 404,
    code: 'NOT_FOUND',
    message: `${request.method} ${pathOf(request)} does not exist. The API is at /graphql.`,
  })
}

/** An error of Node.js about an invalid request. */
interface MalformedRequest extends Error {
  readonly code: string
}

/** Responds to an invalid HTTP request in the format of all other errors, and closes the connection. */
export function handleMalformedRequest(error: MalformedRequest, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(toRawResponse(error))
  socket.destroy(error)
}

function toRawResponse({ code }: MalformedRequest): string {
  const [status, message] = describeMalformed(code)
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
  return [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}

function describeMalformed(code: string): readonly [status: string, message: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [
        '431 Request Header Fields Too Large',
        `The URL and headers are longer than ${maxHeaderSize} bytes.`,
      ]
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'The request was not received in time.']
    default:
      return ['400 Bad Request', 'The request is not valid HTTP.']
  }
}
