import type { Database } from '../database/connection.ts'
import { insertAccount } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'

/** Matches no hash: the first administrator has an API key and no password. */
const noPassword = '!'

/**
 * Makes the administrator of a new database, and their API key, which is stored nowhere here. The domain `localhost`
 * takes no mail, so nobody else can own the address.
 */
export async function createFirstAdmin(db: Database): Promise<{ apiKey: string }> {
  const apiKey = createApiKey()
  await insertAccount(db, {
    email: 'admin@localhost',
    passwordHash: noPassword,
    name: 'Administrator',
    apiKeyDigest: digestApiKey(apiKey),
    role: 'admin',
  })
  return { apiKey }
}
