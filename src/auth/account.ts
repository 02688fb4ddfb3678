import { inTransaction } from '../database/transaction.ts'
import { requireFound, requireUnmodified } from '../errors.ts'
import { normalizeEmail, passwordReplaced, requirePassword } from './account.rules.ts'
import {
  findCredentialsById,
  findUpdatedAt,
  insertAccount,
  type KeyProof,
  noPassword,
  type ProfileChange,
  updateApiKey,
  updateProfile,
} from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { toClientKey } from './client-key.ts'
import { upsertKnownClient } from './known-client.store.ts'
import { confirmPassword, type LoginServices } from './login.ts'
import { hashPassword } from './passwords.ts'
import { digestClient, limitAttempts, rateLimits } from './rate-limits.ts'

/**
 * Creates an account. Every attempt counts, including those with an e-mail that is taken, so that clients can't find out
 * which e-mails of a list have accounts.
 * @returns the id and the API key; only the digest of the key is stored.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE; the database's error if the e-mail is taken.
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
  await upsertKnownClient(db, userId, digestClient(clientAddress))
  return { userId, apiKey }
}

/**
 * Changes the viewer's profile. A new e-mail requires the password, because its owner can reset the password.
 * @throws AppError BAD_USER_INPUT if the password is required and missing, INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS,
 * EMAIL_TAKEN, CONFLICT with the time of the last change.
 */
export async function changeProfile(
  services: LoginServices,
  userId: string,
  change: ProfileChange,
  currentPassword: string | null | undefined,
): Promise<void> {
  const { db } = services
  const password = await confirmEmail(services, userId, change.email, currentPassword)
  const isUpdated =
    password === undefined
      ? await updateProfile(db, userId, { ...change, email: undefined })
      : await inTransaction(db, (trx) => updateProfile(trx, userId, change, password))
  if (isUpdated) return
  requireUnmodified('User', await findUpdatedAt(db, userId), change.ifUnmodifiedSince)
  if (password !== undefined) throw passwordReplaced()
}

/**
 * An account without a password, such as the first administrator's, needs none to change its e-mail. An account with an
 * unusable hash must set a new password first.
 * @returns the hash that was verified; undefined if the e-mail does not change.
 */
async function confirmEmail(
  services: LoginServices,
  userId: string,
  email: string | undefined,
  currentPassword: string | null | undefined,
): Promise<string | undefined> {
  if (email === undefined) return undefined
  const client = digestClient(services.clientAddress)
  const account = requireFound(await findCredentialsById(services.db, userId, client), 'User')
  if (email === account.email) return undefined
  if (account.password !== noPassword) {
    const password = requirePassword(currentPassword, 'input.currentPassword', 'to change the e-mail')
    await confirmPassword(services, account, password)
  }
  await limitAttempts(services.db, [
    { limit: rateLimits.newEmailByAccount, key: [userId] },
    { limit: rateLimits.newEmailByClient, key: [toClientKey(services.clientAddress)] },
  ])
  return account.password
}

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
