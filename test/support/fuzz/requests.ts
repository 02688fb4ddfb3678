import { corrupt, createOperation, type OperationOptions } from './operations.ts'
import { createWrong } from './values.ts'

/** A request for `fetch`. */
export interface FuzzedRequest {
  readonly method: string
  /** Includes the query string. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

const json = { 'content-type': 'application/json' }
const accepts = [
  ...['*/*', 'application/json', 'application/graphql-response+json', 'text/html', 'text/plain', 'x', ''],
  ...['multipart/mixed; deferSpec=20220824', 'application/json;q=0', 'a'.repeat(4000)],
]
const contentTypes = [
  ...[
    'application/json; charset=utf-8',
    'application/json; charset=utf-16',
    'application/graphql',
    'text/plain',
  ],
  ...[
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'x',
    ';',
  ],
]
const names = ['query', 'variables', 'extensions', 'operationName', 'x', '']

/** Usually a well-formed POST of an operation that may be invalid; sometimes a malformed request. */
export function createRequest(options: OperationOptions): FuzzedRequest {
  const { random } = options
  const request = createMethodAndBody(options)
  if (!random.chance(0.06)) return request
  return { ...request, headers: { ...request.headers, ...createHeaders(options) } }
}

function createMethodAndBody(options: OperationOptions): FuzzedRequest {
  const kind = options.random.below(20)
  if (kind < 14) return post(JSON.stringify(createOperation(options)))
  if (kind < 16) return post(JSON.stringify(createOddBody(options)))
  if (kind < 18) return post(corruptBytes(options, JSON.stringify(createOperation(options))))
  return createGet(options)
}

function post(body: string | Buffer): FuzzedRequest {
  return { method: 'POST', path: '/graphql', headers: json, body }
}

function createOddBody(options: OperationOptions): unknown {
  const { random } = options
  const operation = createOperation(options)
  const member = random.pick(names)
  const persistedQuery = {
    version: random.pick([1, 2, '1']),
    sha256Hash: random.pick(['0', 'f'.repeat(64), 1]),
  }
  switch (random.below(6)) {
    case 0:
      return [operation, operation]
    case 1:
      return createWrong({ ...options, wrongRate: 1 })
    case 2:
      return { ...operation, extensions: { persistedQuery } }
    case 3:
      return { extensions: { persistedQuery }, variables: operation.variables }
    case 4:
      return { ...operation, operationName: random.pick(['Fuzzed', 'Other', '', '\0', '__proto__']) }
    default:
      return { ...operation, [member]: createWrong({ ...options, wrongRate: 1 }) }
  }
}

function corruptBytes(options: OperationOptions, text: string): Buffer {
  const { random } = options
  if (random.chance(0.5)) return Buffer.from(corrupt(options, text))
  const bytes = Buffer.from(text)
  for (let times = random.below(4) + 1; times > 0; times--)
    bytes[random.below(bytes.length)] = random.below(256)
  return random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length)) : bytes
}

function createGet(options: OperationOptions): FuzzedRequest {
  const { random } = options
  const { query, variables } = createOperation(options)
  const parameters = new URLSearchParams()
  if (random.chance(0.9)) parameters.append('query', query)
  if (random.chance(0.7)) parameters.append('variables', JSON.stringify(variables))
  if (random.chance(0.3)) {
    const value = random.chance(0.5) ? 'Fuzzed' : JSON.stringify(createWrong({ ...options, wrongRate: 1 }))
    parameters.append(random.pick(names), value)
  }
  const text = random.chance(0.15) ? corrupt(options, String(parameters)) : String(parameters)
  const path = `/graphql?${text.replaceAll(/[^\x21-\x7e]|#/g, '%00').slice(0, 8000)}`
  const method = random.pick(['GET', 'GET', 'GET', 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])
  return { method, path, headers: { 'apollo-require-preflight': '1' } }
}

function createHeaders({ random }: OperationOptions): Record<string, string> {
  switch (random.below(6)) {
    case 0:
      return { accept: random.pick(accepts) }
    case 1:
      return { 'content-type': random.pick(contentTypes) }
    case 2:
      return { 'content-encoding': random.pick(['gzip', 'br', 'identity', 'x']) }
    case 3:
      return { authorization: random.pick(['Bearer x', 'Basic eDp4', 'Bearer a.b.c', 'x'.repeat(9000)]) }
    case 4:
      return { 'x-filler': 'x'.repeat(random.pick([1000, 14_000, 40_000])) }
    default:
      return {
        'x-request-id': random.pick(['a b', '1', 'é', '{}']),
        origin: 'null',
        'x-forwarded-for': '::1, x',
      }
  }
}
