import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { QueriedUser } from './queried-users.ts'
import { type Dialect, type QueryName, variablesOf } from './queries/query.ts'

/** Contracts of each user that are asked for by their id, where nothing else is asked for. */
const contractsPerUser = 5

/** The body of a request, as a client sends it. */
export function createBody(dialect: Dialect, name: QueryName, contractId: string): string {
  const query = dialect[name].text.replace(/\s+/g, ' ')
  return JSON.stringify({ query, variables: variablesOf(name, contractId) })
}

export interface RequestForm {
  readonly dialect: Dialect
  readonly queries: readonly QueryName[]
  readonly users: readonly QueriedUser[]
}

/** Writes requests of all users in the form of wrk.lua; of several queries, each as often. */
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
