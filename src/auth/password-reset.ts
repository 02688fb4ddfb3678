import type { Database } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import { invalidCode, normalizeEmail } from './account.rules.ts'
import { type Credentials, findCredentialsByEmail, lockAccount, updatePassword } from './account.store.ts'
import { composeCode, isCodeValid, useCode } from './account-codes.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { toClientKey } from './client-key.ts'
import { hasKnownClient } from './known-client.store.ts'
import { type LoginServices, ownersPlace, refuseEvenly } from './login.ts'
import type { Mailer } from './mailer.ts'
import { hashPassword } from './passwords.ts'
import {
  type AttemptCounter,
  createAttemptCounter,
  digestClient,
  keepFailures,
  limitAttempts,
  rateLimits,
} from './rate-limits.ts'

const purpose = 'password_reset'

/**
 * Sends a code to the e-mail if there is such an account. Even the search for the account comes later: who asks learns
 * nothing of it.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE: for every e-mail alike.
 */
export async function requestPasswordReset(
  { db, mailer, clientAddress }: LoginServices & { readonly mailer: Mailer },
  email: string,
): Promise<void> {
  mailer.requireAvailable()
  const client = digestClient(clientAddress)
  await limitMails(db, email, clientAddress)
  mailer.send(async () => {
    const account = await findCredentialsByEmail(db, email, client)
    return account === undefined ? undefined : composeCode(db, { userId: account.id, email, purpose })
  })
}

/**
 * Sets the password, and revokes all tokens, password reset codes and the API key of the account: the reason for the
 * reset may be that a stranger had access.
 * @returns the account, with the version of its new tokens.
 * @throws AppError INVALID_CODE: also for an unknown e-mail; TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function resetPassword(
  { db, clientAddress }: LoginServices,
  input: { readonly email: string; readonly code: string; readonly newPassword: string },
): Promise<Credentials> {
  const email = normalizeEmail(input.email)
  const client = digestClient(clientAddress)
  const found = await findCredentialsByEmail(db, email, client)
  const isOwner = found?.isKnownClient ?? false
  const counter = await countCode(db, { email, client: toClientKey(clientAddress), isOwner })
  const account = await keepFailures(counter, () => refuseEvenly(() => matchCode(db, found, input.code)))
  if (account === undefined) throw invalidCode()
  // Only for a valid code, so that strangers cause no hashing; before it is used up, because hashing may be refused.
  const newHash = await hashPassword(input.newPassword, ownersPlace(account))
  const change = { newHash, apiKeyDigest: digestApiKey(createApiKey()), client }
  const tokenVersion = await inTransaction(db, async (transaction) => {
    // All password changes lock in this order, so that concurrent ones can't deadlock.
    await lockAccount(transaction, account.id)
    const isTaken = await useCode(transaction, { userId: account.id, email, purpose }, input.code)
    const version = isTaken ? await updatePassword(transaction, account, change) : undefined
    if (version === undefined) throw invalidCode()
    return version
  })
  return { ...account, tokenVersion }
}

async function limitMails(db: Database, email: string, clientAddress: string): Promise<void> {
  const client = toClientKey(clientAddress)
  if (await hasKnownClient(db, email, digestClient(clientAddress))) {
    return limitAttempts(db, [{ limit: rateLimits.resetMailByPair, key: [email, client] }])
  }
  return limitAttempts(db, [
    { limit: rateLimits.resetMailByClient, key: [client] },
    { limit: rateLimits.resetMailByAccount, key: [email] },
  ])
}

interface CodeAttempt {
  /** Whether or not there is such an account. */
  readonly email: string
  readonly client: string
  readonly isOwner: boolean
}

async function countCode(db: Database, { email, client, isOwner }: CodeAttempt): Promise<AttemptCounter> {
  const counter = createAttemptCounter(db)
  await counter.count(rateLimits.codeByPair, email, client)
  if (!isOwner) await counter.count(rateLimits.codeByClient, client)
  return counter
}

async function matchCode(
  db: Database,
  account: Credentials | undefined,
  code: string,
): Promise<Credentials | undefined> {
  if (account === undefined) return undefined
  const isValid = await isCodeValid(db, { userId: account.id, email: account.email, purpose }, code)
  return isValid ? account : undefined
}
