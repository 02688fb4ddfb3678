import { createTokens } from '../../../src/auth/tokens.ts'
import type { ExternalDatabase } from '../../../src/config.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { countUsers } from './load-dataset.ts'

/** A user on whose behalf the benchmark sends requests. */
export interface QueriedUser {
  readonly id: string
  /** The user's number in the dataset. */
  readonly number: number
  readonly token: string
  readonly contractIds: readonly string[]
}

const maxUsers = 500
/** Every tenth user is busy: has more rows than every limit. */
const busyEvery = 10

/** How many users are queried, and how far apart their numbers are. */
export function spreadUsers(scale: number): { readonly count: number; readonly stride: number } {
  const busy = countUsers(scale) / busyEvery
  const count = Math.min(maxUsers, busy)
  return { count, stride: Math.floor(busy / count) * busyEvery }
}

/** At most 500 busy users, evenly spread, each with a token for the servers. */
export async function listQueriedUsers(
  database: ExternalDatabase,
  scale: number,
  jwtSecret: string,
): Promise<QueriedUser[]> {
  const { count, stride } = spreadUsers(scale)
  const { rows } = await withClient(database, (client) =>
    client.query<Omit<QueriedUser, 'token'>>(
      `select users.id, number, array_agg(contracts.id order by contracts.created_at) as "contractIds"
      from (select place * $2 as number from generate_series(0, $1 - 1) as place) as queried
      join users on users.id = md5('user-' || number)::uuid join contracts on contracts.user_id = users.id
      group by users.id, number order by number`,
      [count, stride],
    ),
  )
  if (rows.length !== count) throw new Error(`The dataset has ${rows.length} of ${count} users.`)
  const tokens = createTokens(jwtSecret)
  const signed = rows.map(async (row) => {
    const { token } = await tokens.sign({ userId: row.id, version: 0 })
    return { ...row, token }
  })
  return Promise.all(signed)
}
