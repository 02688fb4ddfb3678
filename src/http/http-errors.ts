import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ErrorCode, errorCodes } from '../errors.ts'
import { createFailureLog } from '../failure-log.ts'
import type { Logger } from '../logger.ts'
import { pathOf } from './request-log.ts'

export type ErrorAnswer = (
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
) => void

/**
 * Every failure outside a resolver is answered in GraphQL's shape, `{ errors: [{ message, extensions }] }`,
 * with a code of errors.ts. What the client did not cause is masked, and logged under the `errorId` it gets.
 */
export function addErrorResponses(server: FastifyInstance, answerError: ErrorAnswer): void {
  server.setErrorHandler<FastifyError | AppError>(answerError)
  server.setNotFoundHandler(answerNotFound)
}

/** Also what Fastify calls for a failure before routing, such as a URL that can't be decoded. */
export function createErrorAnswer(logger: Logger): ErrorAnswer {
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

function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
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
