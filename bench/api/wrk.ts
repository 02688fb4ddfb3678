import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from '../../src/errors.ts'
import type { QueriedUser } from '../datasets/api/queried-users.ts'
import { runProgramToEnd } from '../processes/child-process.ts'
import { type Dialect, type QueryName, variablesOf } from '../queries/query.ts'

/** One run of wrk against one server. */
interface LoadRun {
  readonly url: string
  /** In the format of wrk.lua. */
  readonly requestFile: string
  readonly seconds: number
  /** Concurrent connections; 16 if omitted. */
  readonly connections?: number
  readonly seed: number
  /** Whether to check every answer, which slows wrk down. */
  readonly isChecked: boolean
  readonly signal: AbortSignal
}

/** The default number of concurrent connections. */
export const defaultConnections = 16
/** Seconds that wrk waits for an answer. */
const timeoutSeconds = 20
const script = join(import.meta.dirname, 'wrk.lua')
const remedy = 'Install it: apt-get install wrk (brew install wrk).'

const loadForm = z.object({
  requests: z.number(),
  seconds: z.number(),
  bytes: z.number(),
  wrong: z.number(),
  broken: z.number(),
  /** Milliseconds. */
  p50: z.number(),
  p99: z.number(),
})
export type LoadResult = z.output<typeof loadForm>

/** @throws OperatorError if wrk is not installed. */
export function requireWrk(): void {
  const { error } = spawnSync('wrk', ['--version'])
  if (error !== undefined) throw new OperatorError(`wrk is not installed. ${remedy}`)
}

/** Sends requests to a server from one thread. @throws Error if an answer was wrong or missing. */
export async function runWrk(run: LoadRun): Promise<LoadResult> {
  const words = [
    ...['-t', '1', '-c', String(run.connections ?? defaultConnections), '-d', `${run.seconds}s`],
    ...['--timeout', `${timeoutSeconds}s`, '-s', script, run.url],
    ...['--', run.requestFile, String(run.seed), ...(run.isChecked ? ['check'] : [])],
  ]
  const printed = await runProgramToEnd('wrk', words, { signal: run.signal })
  const result = loadForm.parse(JSON.parse(/^RESULT (.*)$/m.exec(printed)?.[1] ?? 'null'))
  if (result.wrong > 0 || result.broken > 0 || result.requests === 0)
    throw new Error(
      `Of ${result.requests} answers of ${run.url} to ${run.requestFile}, ${result.wrong} were wrong and ${result.broken} were missing.`,
    )
  return result
}

/** The number of each user's contracts that Q1 alone requests. */
const contractsPerUser = 5

/** The body of a request. */
export function createBody(dialect: Dialect, name: QueryName, contractId: string): string {
  const query = dialect[name].text.replace(/\s+/g, ' ')
  return JSON.stringify({ query, variables: variablesOf(name, contractId) })
}

interface RequestForm {
  readonly dialect: Dialect
  readonly queries: readonly QueryName[]
  readonly users: readonly QueriedUser[]
}

/** Writes requests of all users in the format of wrk.lua, every query equally often. */
export async function writeRequests(
  directory: string,
  fileName: string,
  { dialect, queries, users }: RequestForm,
): Promise<string> {
  const places = queries.length === 1 && queries.includes('Q1') ? contractsPerUser : 1
  const lines = users.flatMap(({ token, contractIds }) =>
    contractIds
      .slice(0, places)
      .flatMap((id) => queries.map((name) => `${token}\t${createBody(dialect, name, id)}\n`)),
  )
  const file = join(directory, fileName)
  await writeFile(file, lines.join(''))
  return file
}
