import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { QueriedUser } from './queried-users.ts'
import { type Dialect, type QueryName, variablesOf } from './queries/query.ts'

/** Contracts of each user that are asked for by their id. */
const contractsPerUser = 5

/** The body of a request, as a client sends it. */
export function createBody(dialect: Dialect, name: QueryName, contractId: string): string {
  const query = dialect[name].text.replace(/\s+/g, ' ')
  return JSON.stringify({ query, variables: variablesOf(name, contractId) })
}

/** Writes requests of all users in the form of wrk.lua; of several queries, each as often. */
export async function writeRequests(
  directory: string,
  fileName: string,
  {
    dialect,
    queries,
    users,
  }: { dialect: Dialect; queries: readonly QueryName[]; users: readonly QueriedUser[] },
): Promise<string> {
  const lines = users.flatMap(({ token, contractIds }) =>
    queries.flatMap((name) =>
      (name === 'Q1' ? contractIds.slice(0, contractsPerUser) : [contractIds[0] ?? '']).map(
        (contractId) => `${token}\t${createBody(dialect, name, contractId)}\n`,
      ),
    ),
  )
  const file = join(directory, fileName)
  await writeFile(file, lines.join(''))
  return file
}
