import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { errorCodes } from '../../src/errors.ts'
import { startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertContract,
  insertMessage,
  insertOnboarding,
  insertPreferences,
  insertSession,
  insertUser,
} from '../support/factories.ts'
import { createRequest, type FuzzedRequest } from '../support/fuzz/requests.ts'
import { createRandom } from '../support/random.ts'
import { findCount, findSeed } from '../support/random-seed.ts'

const operations = findCount('FUZZED_OPERATIONS', { full: 20_000, short: 3_000 })
/** Each operation has its own seed: FUZZ_SEED=<seed of the failure> FUZZED_OPERATIONS=1 repeats it. */
const firstSeed = findSeed('FUZZ_SEED')
const concurrency = 4
const timeoutMs = 60_000 + operations * 100
const maxShown = 20
const minExecuted = 0.25
let executed = 0

const api = await startApi()
const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'))
const users = {
  user: await insertUser(api.db),
  worker: await insertUser(api.db, { role: 'worker' }),
  admin: await insertUser(api.db, { role: 'admin' }),
}
const ids = ['00000000-0000-4000-8000-000000000000', 'not-an-id', ...(await createRows())]
const senders = [undefined, ...Object.values(users).map(({ apiKey }) => apiKey)]

/** Omitted for the test's users, whose accounts or keys they would change. */
const accountFields = /^(deleteAccount|changePassword|rotateApiKey|resetPassword)$/
/** They hash passwords or run jobs, so most of them are omitted. */
const slowFields = /^(login|register|import|export|retry|revert|verify|resume)/

async function createRows(): Promise<string[]> {
  const rows: string[] = []
  for (const { id: user_id } of Object.values(users)) {
    const contract = await insertContract(api.db, { user_id })
    const analysis = await insertAnalysis(api.db, {
      user_id,
      config_id: contract.id,
      results: '{"a": {"x": 1}}',
    })
    const session = await insertSession(api.db, { user_id })
    const message = await insertMessage(api.db, session, { components: '[{"type": "text"}]' })
    await insertOnboarding(api.db, { user_id })
    await insertPreferences(api.db, { user_id })
    rows.push(contract.id, analysis.id, session.id, message)
  }
  return rows
}

/** The problem of the response, if any. */
async function findProblem(request: FuzzedRequest, apiKey: string | undefined): Promise<string | undefined> {
  const response = await send(request, apiKey)
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  if (response.status >= 500 && response.status !== 503) return `status ${response.status}: ${text}`
  if (request.method === 'HEAD' || type.startsWith('text/html')) return undefined
  return findResponseProblem(text, response.status)
}

async function send(request: FuzzedRequest, apiKey: string | undefined): Promise<Response> {
  const { method, path, headers, body } = request
  return fetch(`${api.url}${path}`, {
    method,
    headers: { ...(apiKey !== undefined && { 'x-api-key': apiKey }), ...headers },
    ...(body !== undefined && { body }),
    redirect: 'manual',
  })
}

const apolloCodes = ['PARSE_FAILED', 'VALIDATION_FAILED'].map((code) => `GRAPHQL_${code}`)
const codes = new Set([
  ...Object.keys(errorCodes),
  ...[...apolloCodes, 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED'],
])
codes.delete('INTERNAL')

function findResponseProblem(text: string, status: number): string | undefined {
  const response = parse(text)
  const errors: unknown = response?.errors
  if (response !== undefined && 'data' in response) executed++
  if (response === undefined) return `status ${status}, not a JSON object: ${text.slice(0, 500)}`
  if (errors === undefined) return response.data == null ? `neither data nor errors: ${text}` : undefined
  if (!Array.isArray(errors) || errors.length === 0) return `errors is not a list: ${text}`
  const wrong = errors.find(
    (error) => typeof error?.message !== 'string' || !codes.has(error?.extensions?.code),
  )
  return wrong === undefined ? undefined : `status ${status}: ${JSON.stringify(wrong).slice(0, 1000)}`
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

test(
  `none of ${operations} random operations from seed ${firstSeed} makes the server fail`,
  async () => {
    const problems: string[] = []
    executed = 0
    let next = 0
    const work = async () => {
      while (next < operations && problems.length < maxShown) {
        const seed = firstSeed + next++
        const random = createRandom(seed)
        const apiKey = random.pick(senders)
        const isOmitted = (field: string) =>
          (apiKey !== undefined && accountFields.test(field)) ||
          (slowFields.test(field) && random.chance(0.9))
        const request = createRequest({ random, ids, schema, isOmitted })
        const problem = await findProblem(request, apiKey).catch(
          (error) => `no response: ${error}, ${error.cause}`,
        )
        if (problem !== undefined) problems.push(describe(seed, request, problem))
      }
    }
    await Promise.all(Array.from({ length: concurrency }, work))
    expect(problems.join('\n\n')).toBe('')
    // Otherwise the random queries would select nothing.
    expect(executed).toBeGreaterThan(operations * minExecuted)
    expect((await fetch(`${api.url}/health`)).status).toBe(200)
    expect((await fetch(`${api.url}/ready`)).status).toBe(200)
    expect((await api.ask('{ me { id } }', {}, users.admin)).data).toEqual({ me: { id: users.admin.id } })
  },
  timeoutMs,
)

function describe(seed: number, { method, path, headers, body }: FuzzedRequest, problem: string): string {
  const line = `FUZZ_SEED=${seed} ${method} ${path.slice(0, 1500)} ${JSON.stringify(headers).slice(0, 300)}`
  return `${line}\n${String(body ?? '').slice(0, 2500)}\n-> ${problem}`
}
