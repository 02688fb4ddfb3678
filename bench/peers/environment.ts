import { jwtVerify } from 'jose'
import pg from 'pg'

/** The settings of a peer, the same for each. */
const { DATABASE_URL = '', JWT_SECRET = '', POOL_SIZE = '' } = process.env
const key = new TextEncoder().encode(JWT_SECRET)

export const connectionString = DATABASE_URL
export const poolSize = Number(POOL_SIZE)

/** The pool of a peer that connects to PostgreSQL itself. */
export function createPool(): pg.Pool {
  return new pg.Pool({ connectionString, max: poolSize })
}

/** Returns the user of the token in the header. @throws Error for an invalid token. */
export async function verifyUser(authorization: string | null | undefined): Promise<string> {
  const token = authorization?.slice('Bearer '.length) ?? ''
  const { payload } = await jwtVerify(token, key, { issuer: 'metagauge-api', algorithms: ['HS256'] })
  if (payload.sub === undefined) throw new Error('The token has no user.')
  return payload.sub
}

/** Reports to the benchmark where the peer listens. */
export function announce(port: number): void {
  process.stdout.write(`http://127.0.0.1:${port}/graphql\n`)
}
