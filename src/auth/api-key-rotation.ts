import { requireFound } from '../errors.ts'
import { passwordReplaced, requirePassword } from './account.rules.ts'
import { findCredentialsById, type KeyProof, updateApiKey } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { confirmPassword, type LoginServices } from './login.ts'
import { digestClient } from './rate-limits.ts'

/** How a request is authenticated: by a token, or by the API key of this digest. */
export type Credential = { readonly kind: 'token' } | { readonly kind: 'api-key'; readonly digest: string }

/**
 * Replaces the account's API key. Requires the password or the key itself: the key's holder can already do everything
 * that a new key allows, but a stolen token, which expires within a day, must not yield a key, which does not expire.
 * @returns the new key.
 * @throws AppError BAD_USER_INPUT if both are missing, INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, UNAVAILABLE, CONFLICT.
 */
export async function rotateApiKey(
  services: LoginServices & { readonly credential: Credential | null },
  userId: string,
  password: string | null | undefined,
): Promise<string> {
  const proof = await findProof(services, userId, password)
  const apiKey = createApiKey()
  if (await updateApiKey(services.db, userId, digestApiKey(apiKey), proof)) return apiKey
  throw passwordReplaced()
}

async function findProof(
  services: LoginServices & { readonly credential: Credential | null },
  userId: string,
  password: string | null | undefined,
): Promise<KeyProof> {
  const { credential, db, clientAddress } = services
  if (credential?.kind === 'api-key' && typeof password !== 'string') return { apiKey: credential.digest }
  const given = requirePassword(
    password,
    'input.password',
    'unless the request is authenticated by the API key',
  )
  const found = requireFound(await findCredentialsById(db, userId, digestClient(clientAddress)), 'User')
  return { password: (await confirmPassword(services, found, given)).password }
}
