import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createFirstAdmin } from './auth/first-admin.ts'
import type { Database } from './database/connection.ts'
import { hasUsers } from './database/schema-state.ts'
import { inTransaction } from './database/transaction.ts'
import { keepSecret, writeSecret } from './secret-file.ts'

/** The administrator of a new embedded database. */
export interface FirstAdmin {
  readonly apiKey: string
  /** Where the key is kept; only we can read it. */
  readonly file: string
}

/** Returns the secret that signs the tokens of an embedded database's users: made once, kept beside the data. */
export function keepJwtSecret(dataDirectory: string): string {
  return keepSecret(join(dataDirectory, 'jwt-secret'), () => randomBytes(48).toString('base64url'))
}

/**
 * Makes the administrator of a database that has no user yet; undefined when it has one. The key is in its file
 * before the administrator is in the database, so no crash loses it.
 */
export async function prepareFirstAdmin(
  db: Database,
  dataDirectory: string,
): Promise<FirstAdmin | undefined> {
  if (await hasUsers(db)) return undefined
  const file = join(dataDirectory, 'admin-api-key')
  return inTransaction(db, async (transaction) => {
    const { apiKey } = await createFirstAdmin(transaction)
    writeSecret(file, apiKey)
    return { apiKey, file }
  })
}
