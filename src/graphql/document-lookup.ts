import type { FastifyRequest, RouteHandlerMethod } from 'fastify'
import { AppError } from '../errors.ts'
import { isObject } from '../json/json-value.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** The parts of a request that identify its document. */
interface DocumentParameters {
  readonly documentId: unknown
  readonly query: unknown
  /** The SHA-256 that Apollo's clients send in `extensions.persistedQuery`. */
  readonly sha256Hash: unknown
}

type Parameters = Readonly<Record<string, unknown>>

/**
 * Inserts the document's text into a request that identifies it by `documentId`, as specified by GraphQL over HTTP,
 * or by Apollo's `extensions.persistedQuery.sha256Hash`. With trusted documents, other documents are rejected.
 * @throws AppError DOCUMENT_NOT_FOUND, DOCUMENT_NOT_TRUSTED; BAD_USER_INPUT for an id that contradicts the `query`.
 */
export function lookUpDocuments(
  documents: TrustedDocuments | undefined,
  handler: RouteHandlerMethod,
): RouteHandlerMethod {
  return function (request, reply) {
    if (request.method === 'GET') lookUpInUrl(documents, request)
    else if (isObject(request.body)) request.body = lookUpInBody(documents, request.body)
    return handler.call(this, request, reply)
  }
}

function lookUpInBody(documents: TrustedDocuments | undefined, body: Parameters): Parameters {
  const { documentId, query, extensions } = body
  const sha256Hash = findSha256(extensions)
  const text = findText(documents, { documentId, query, sha256Hash })
  if (text === undefined) return body
  const { documentId: _documentId, extensions: _extensions, ...rest } = body
  const remaining = isObject(extensions) ? withoutPersistedQuery(extensions) : extensions
  return { ...rest, query: text, ...(remaining === undefined ? {} : { extensions: remaining }) }
}

/** Apollo Server reads the parameters of a GET from the URL, so the text is put there. */
function lookUpInUrl(documents: TrustedDocuments | undefined, request: FastifyRequest): void {
  const { url } = request
  const start = url.includes('?') ? url.indexOf('?') : url.length
  const parameters = new URLSearchParams(url.slice(start))
  for (const name of ['documentId', 'query', 'extensions']) {
    if (parameters.getAll(name).length > 1) throw badRequest(`The URL contains "${name}" more than once.`)
  }
  const extensions = parseExtensions(parameters.get('extensions'))
  const text = findText(documents, {
    documentId: parameters.get('documentId'),
    query: parameters.get('query'),
    sha256Hash: findSha256(extensions),
  })
  if (text === undefined) return
  parameters.delete('documentId')
  parameters.set('query', text)
  const remaining = isObject(extensions) ? withoutPersistedQuery(extensions) : extensions
  if (isObject(extensions)) parameters.delete('extensions')
  if (isObject(remaining)) parameters.set('extensions', JSON.stringify(remaining))
  request.raw.url = `${url.slice(0, start)}?${parameters}`
}

/** Undefined if Apollo Server should handle the request unchanged. */
function findText(
  documents: TrustedDocuments | undefined,
  { documentId, query, sha256Hash }: DocumentParameters,
): string | undefined {
  if (documentId != null && typeof documentId !== 'string') throw badRequest('"documentId" must be a string.')
  const id =
    documentId ?? (documents !== undefined && typeof sha256Hash === 'string' ? sha256Hash : undefined)
  if (id === undefined) return requireTrusted(documents, query)
  const text = documents?.find(id)
  if (text === undefined) throw notFound(documents)
  if (query != null && query !== text) {
    throw badRequest('The request has a document ID and a different "query". Send only one of them.')
  }
  return text
}

function requireTrusted(documents: TrustedDocuments | undefined, query: unknown): string | undefined {
  if (documents === undefined) return undefined
  // Apollo Server rejects a request without any.
  if (typeof query !== 'string' || query === '') return undefined
  if (documents.has(query)) return query
  throw new AppError(
    'DOCUMENT_NOT_TRUSTED',
    'This server executes only the documents in its manifest, and this "query" is not one of them. Send the ' +
      '"documentId" of a document in the manifest.',
  )
}

function findSha256(extensions: unknown): unknown {
  const persistedQuery = isObject(extensions) ? extensions.persistedQuery : undefined
  return isObject(persistedQuery) ? persistedQuery.sha256Hash : undefined
}

/** Undefined if nothing is left: a request without extensions takes the fast path. */
function withoutPersistedQuery(extensions: Parameters): Parameters | undefined {
  const { persistedQuery: _persistedQuery, ...rest } = extensions
  return Object.keys(rest).length === 0 ? undefined : rest
}

/** Apollo Server reports text that is not JSON. */
function parseExtensions(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}

function notFound(documents: TrustedDocuments | undefined): AppError {
  const reason =
    documents === undefined
      ? 'This server has no manifest of documents. Send the text as "query".'
      : "The server's manifest has no document with this ID. Generate the manifest again from the client's code."
  return new AppError('DOCUMENT_NOT_FOUND', reason)
}

function badRequest(message: string): AppError {
  return new AppError('BAD_USER_INPUT', message)
}
