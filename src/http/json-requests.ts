import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { parseRequestBytes } from '../json/parse-request.ts'
import { sendError } from './errors.ts'
import { acceptLargeResults, type LargeResults, requireResults } from './large-results.ts'

/**
 * Makes the routes of this scope accept JSON bodies: strict JSON in valid UTF-8, uncompressed, with exact numbers.
 * @param results which bodies may be larger than `maxBodyBytes`; undefined for none.
 */
export function acceptJson(
  scope: FastifyInstance,
  maxBodyBytes: number,
  results: LargeResults | undefined,
): void {
  if (results !== undefined) acceptLargeResults(scope, maxBodyBytes, results)
  scope.addHook('onRequest', rejectEncodings)
  scope.addHook('onRequest', rejectInvalidQueryString)
  scope.removeContentTypeParser('application/json')
  const largeBodies = createLargeBodies()
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: Math.max(maxBodyBytes, results?.maxBytes ?? 0) },
    async (_request: FastifyRequest, bytes: Buffer) => {
      if (bytes.length < minLargeBytes) return parseJson(bytes)
      const body = await largeBodies.run(() => parseJson(bytes))
      if (bytes.length > maxBodyBytes) requireResults(body)
      return body
    },
  )
}

function parseJson(bytes: Buffer): unknown {
  const parsed = parseRequestBytes(bytes)
  if ('value' in parsed) return parsed.value
  throw new AppError('BAD_USER_INPUT', `The body ${parsed.problem}. Send a JSON object with a "query".`)
}

async function rejectEncodings({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && !/^\s*(identity)?\s*$/i.test(encoding)) {
    reply.header('accept-encoding', 'identity')
    await sendError(reply, {
      status: 415,
      code: 'BAD_USER_INPUT',
      message: 'Content-Encoding is not supported. Send the body uncompressed.',
    })
    return
  }
  const contentType = headers['content-type']
  if (contentType === undefined || contentType === 'application/json' || hasUtf8Charset(contentType)) return
  await sendError(reply, {
    status: 415,
    code: 'BAD_USER_INPUT',
    message: 'The charset must be utf-8 or omitted.',
  })
}

/** Also true without a charset. */
function hasUtf8Charset(contentType: string): boolean {
  const charsets = contentType.matchAll(/;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi)
  return charsets.every(([, charset = '']) => /^"?utf-?8"?$/i.test(charset))
}

/** Rejects invalid percent-encoding and invalid UTF-8 instead of silently replacing characters. */
async function rejectInvalidQueryString({ url }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const start = url.indexOf('?')
  if (start < 0 || isEncodedUtf8(url.slice(start))) return
  await sendError(reply, {
    status: 400,
    code: 'BAD_USER_INPUT',
    message: 'The query string of the URL is not valid percent-encoded UTF-8.',
  })
}

function isEncodedUtf8(search: string): boolean {
  try {
    decodeURIComponent(search)
    return !/[^\x20-\x7e]/.test(search)
  } catch {
    return false
  }
}

/** Shorter bodies are parsed in a millisecond or two. */
const minLargeBytes = 64 * 1024
const maxWaiting = 100

/** Runs work for one large body at a time. */
interface LargeBodies {
  /** @throws AppError UNAVAILABLE if too many bodies are waiting. */
  run<Result>(work: () => Result): Promise<Result>
}

/**
 * Parsing can't be interrupted, so large bodies that arrive together would block the event loop. They are parsed one
 * by one, each followed by a pause as long as its parsing took: together they use at most half of the event loop's
 * time.
 */
export function createLargeBodies(): LargeBodies {
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  return {
    async run(work) {
      if (waiting >= maxWaiting) {
        throw new AppError('UNAVAILABLE', 'Too many large requests are waiting. Try again in a moment.', {
          details: { retryAfterSeconds: 1 },
        })
      }
      waiting += 1
      const turn = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await turn
      const startedAt = performance.now()
      try {
        return work()
      } finally {
        waiting -= 1
        setTimeout(resolve, performance.now() - startedAt)
      }
    },
  }
}
