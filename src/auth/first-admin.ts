import type { Database } from '../database/connection.ts'
import { insertAccount, noPassword } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'

/** RFC 6761 reserves the domain, so nobody can own the address and receive a code. */
const email = 'admin@metagauge.invalid'

/**
 * Creates the administrator of a new database with an API key and no password. The key is returned, not stored. The
 * administrator sets a real e-mail with `updateProfile`.
 */
export async function createFirstAdmin(db: Database): Promise<{ apiKey: string }> {
  const apiKey = createApiKey()
  await insertAccount(db, {
    email,
    passwordHash: noPassword,
    name: 'Administrator',
    apiKeyDigest: digestApiKey(apiKey),
    role: 'admin',
  })
  return { apiKey }
}
