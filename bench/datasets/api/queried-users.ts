import { createTokens } from '../../../src/auth/tokens.ts'
import type { ExternalDatabase } from '../../../src/config.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { countUsers } from './load-dataset.ts'

/** A user in whose name is asked. */
export interface QueriedUser {
  readonly id: string
  /** The user's number in the data. */
  readonly number: number
  readonly token: string
  readonly contractIds: readonly string[]
}

const mostUsers = 500
/** Every tenth user is busy: has enough of everything that every limit binds. */
const busyEvery = 10

/** The numbers of the queried users: so many, this far apart. */
export function spreadUsers(scale: number): { readonly count: number; readonly stride: number } {
  const busy = countUsers(scale) / busyEvery
  const count = Math.min(mostUsers, busy)
  return { count, stride: Math.floor(busy / count) * busyEvery }
}

/** At most 500 busy users, spread over all of them, each with a token that the servers take. */
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
  if (rows.length !== count) throw new Error(`The data have ${rows.length} of ${count} users.`)
  const tokens = createTokens(jwtSecret)
  const signed = rows.map(async (row) => {
    const { token } = await tokens.sign({ userId: row.id, version: 0 })
    return { ...row, token }
  })
  return Promise.all(signed)
}
