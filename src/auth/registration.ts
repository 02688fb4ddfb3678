import { normalizeEmail } from './account.rules.ts'
import { insertAccount } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { toClientKey } from './client-key.ts'
import { saveKnownClient } from './known-client.store.ts'
import type { LoginServices } from './login.ts'
import { hashPassword } from './passwords.ts'
import { digestClient, limitAttempts, rateLimits } from './rate-limits.ts'

/**
 * Creates an account. Every attempt counts, including those with an e-mail that is taken, so that lists of e-mails
 * can't be checked.
 * @returns the API key too, which is stored nowhere.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE; the database's error when the e-mail is taken.
 */
export async function register(
  { db, clientAddress }: LoginServices,
  input: { readonly email: string; readonly password: string; readonly name: string },
): Promise<{ readonly userId: string; readonly apiKey: string }> {
  const client = toClientKey(clientAddress)
  await limitAttempts(db, [
    { limit: rateLimits.newEmailByClient, key: [client] },
    { limit: rateLimits.registrations, key: [] },
  ])
  const apiKey = createApiKey()
  const passwordHash = await hashPassword(input.password, { queue: 'registrations', client })
  const userId = await insertAccount(db, {
    email: normalizeEmail(input.email),
    passwordHash,
    name: input.name,
    apiKeyDigest: digestApiKey(apiKey),
  })
  await saveKnownClient(db, userId, digestClient(clientAddress))
  return { userId, apiKey }
}
