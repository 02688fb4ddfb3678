import { Readable } from 'node:stream'
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify'
import { Kind, parse } from 'graphql'
import { AppError } from '../errors.ts'

/** Requests in which workers report results that are larger than other bodies may be. */
export interface LargeResults {
  /** Bytes of such a request. */
  readonly maxBytes: number
  isWorker(request: FastifyRequest): Promise<boolean>
}

/** Together they use at most this many times `maxBytes` of memory while they are received. */
const maxConcurrent = 8
/** Tokens of a document; a larger one is refused later anyway. */
const maxTokens = 4000
const mutations = ['completeAnalysis', 'failAnalysis']

/**
 * Accepts a JSON body of more than `maxBodyBytes` only from a worker or an administrator, and only if it states its
 * length. Any other large body gets the same error as before it is read.
 */
export function acceptLargeResults(
  scope: FastifyInstance,
  maxBodyBytes: number,
  { isWorker }: LargeResults,
): void {
  let concurrent = 0
  scope.addHook('preParsing', async (request, reply, payload) => {
    const { 'content-type': contentType = '', 'content-length': length } = request.headers
    if (!contentType.startsWith('application/json')) return payload
    if (length === undefined) return Readable.from(limitBytes(payload, maxBodyBytes), { objectMode: false })
    if (Number(length) <= maxBodyBytes) return payload
    const isAllowed = await isWorker(request)
    // The client has disconnected: the event that would free its place has already happened.
    if (request.raw.destroyed) return payload
    if (!isAllowed || concurrent >= maxConcurrent) {
      // The client may go on sending the body, which is not read.
      reply.header('connection', 'close')
      throw isAllowed ? tooMany() : new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
    }
    concurrent += 1
    request.raw.once('close', () => {
      concurrent -= 1
    })
    return payload
  })
}

async function* limitBytes(payload: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of payload) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
    yield chunk
  }
}

function tooMany(): AppError {
  return new AppError('UNAVAILABLE', 'Too many large results are being received. Try again in a moment.', {
    details: { retryAfterSeconds: 1 },
  })
}

/**
 * Checks a large body. A body without the text of its document names a trusted one.
 * @throws an error with status 413 unless its document only completes or fails analyses.
 */
export function requireResults(body: unknown): void {
  const query: unknown = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined
  if (typeof query !== 'string' || reportsResults(query)) return
  throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
}

function reportsResults(query: string): boolean {
  try {
    const { definitions } = parse(query, { maxTokens, noLocation: true })
    return definitions.every(
      (definition) =>
        definition.kind !== Kind.OPERATION_DEFINITION ||
        definition.selectionSet.selections.every(
          (field) => field.kind === Kind.FIELD && mutations.includes(field.name.value),
        ),
    )
  } catch {
    // A syntax error.
    return false
  }
}
