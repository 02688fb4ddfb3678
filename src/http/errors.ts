import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ErrorCode, errorCodes } from '../errors.ts'
import { createFailureLog, type Logger } from '../logger.ts'
import { pathOf } from './request-log.ts'

export type ErrorHandler = (
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
) => void

/**
 * Every failure outside a resolver is answered in GraphQL's shape, `{ errors: [{ message, extensions }] }`,
 * with a code of errors.ts. What the client did not cause is masked, and logged under the `errorId` it gets.
 */
export function addErrorResponses(server: FastifyInstance, answerError: ErrorHandler): void {
  server.setErrorHandler<FastifyError | AppError>(answerError)
  server.setNotFoundHandler(sendNotFound)
}

/** Also what Fastify calls for a failure before routing, such as a URL that can't be decoded. */
export function createErrorHandler(logger: Logger): ErrorHandler {
  const failures = createFailureLog(logger)
  return (error, request, reply) => {
    const status = statusOf(error)
    if (status >= 500 && !(error instanceof AppError)) {
      const errorId = failures.report({ error, message: 'request failed', errorId: request.id })
      const message = 'Internal error. The server logged it under this errorId.'
      sendError(reply, 500, 'INTERNAL', message, errorId)
      return
    }
    const code = error instanceof AppError ? error.code : 'BAD_USER_INPUT'
    sendError(reply, status, code, messageOf(error, request))
  }
}

/** Sends one error as the whole response. `message` is for the client: what is wrong and what to do. */
export function sendError(
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  message: string,
  errorId?: string,
): FastifyReply {
  return reply.code(status).send({ errors: [{ message, extensions: { code, errorId } }] })
}

function statusOf(error: FastifyError | AppError): number {
  if (!(error instanceof AppError)) return error.statusCode ?? 500
  // 200 is for GraphQL, where other fields may have an answer.
  const { status } = errorCodes[error.code]
  return status === 200 ? 400 : status
}

function messageOf(error: FastifyError | AppError, request: FastifyRequest): string {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return `The request's body is larger than ${request.routeOptions.bodyLimit} bytes.`
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return `The content type must be application/json, not ${request.headers['content-type'] ?? 'unknown'}.`
    default:
      return error.message
  }
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (pathOf(request) === '/graphql') {
    reply.header('allow', 'GET, POST')
    return sendError(reply, 405, 'BAD_USER_INPUT', `/graphql takes GET and POST, not ${request.method}.`)
  }
  return sendError(
    reply,
    404,
    'NOT_FOUND',
    `Nothing is at ${request.method} ${pathOf(request)}. The API is at /graphql.`,
  )
}

/** The error that Node.js raises for an invalid request. */
interface MalformedRequest extends Error {
  readonly code: string
}

/** Answers an invalid HTTP request in the format of all other errors, and closes its connection. */
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
