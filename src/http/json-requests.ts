import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { parseRequestBytes } from '../json/parse-request.ts'
import { sendError } from './http-errors.ts'
import { createLargeBodies, minLargeBytes } from './large-bodies.ts'

/** Makes the routes of this scope accept JSON: strict JSON in strict UTF-8, uncompressed, with exact numbers. */
export function acceptJson(scope: FastifyInstance): void {
  scope.addHook('onRequest', refuseEncodings)
  scope.addHook('onRequest', refuseBrokenSearch)
  scope.removeContentTypeParser('application/json')
  const largeBodies = createLargeBodies()
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) =>
      bytes.length < minLargeBytes ? requireJson(bytes) : largeBodies.run(() => requireJson(bytes)),
  )
}

function requireJson(bytes: Buffer): unknown {
  const parsed = parseRequestBytes(bytes)
  if ('value' in parsed) return parsed.value
  throw new AppError('BAD_USER_INPUT', `The body ${parsed.problem}. Send a JSON object with a "query".`)
}

async function refuseEncodings({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && !/^\s*(identity)?\s*$/i.test(encoding)) {
    reply.header('accept-encoding', 'identity')
    await sendError(
      reply,
      415,
      'BAD_USER_INPUT',
      'Content-Encoding is not supported. Send the body uncompressed.',
    )
    return
  }
  const contentType = headers['content-type']
  if (contentType === undefined || contentType === 'application/json' || hasUtf8Charset(contentType)) return
  await sendError(reply, 415, 'BAD_USER_INPUT', 'The charset must be utf-8 or omitted.')
}

/** True also for a content type that names no charset. */
function hasUtf8Charset(contentType: string): boolean {
  const charsets = contentType.matchAll(/;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi)
  return charsets.every(([, charset = '']) => /^"?utf-?8"?$/i.test(charset))
}

/** Rejects invalid percent-encoding and invalid UTF-8 instead of silently replacing characters. */
async function refuseBrokenSearch({ url }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const start = url.indexOf('?')
  if (start < 0 || isEncodedUtf8(url.slice(start))) return
  await sendError(
    reply,
    400,
    'BAD_USER_INPUT',
    'The query string of the URL is not valid percent-encoded UTF-8.',
  )
}

function isEncodedUtf8(search: string): boolean {
  try {
    decodeURIComponent(search)
    return !/[^\x20-\x7e]/.test(search)
  } catch {
    return false
  }
}
