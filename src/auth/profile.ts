import { inTransaction } from '../database/transaction.ts'
import { requireFound, requireUnmodified } from '../errors.ts'
import { passwordReplaced, requirePassword } from './account.rules.ts'
import { findCredentialsById, noPassword } from './account.store.ts'
import { toClientKey } from './client-key.ts'
import { confirmPassword, type LoginServices } from './login.ts'
import { findUpdatedAt, type ProfileChange, updateProfile } from './profile.store.ts'
import { digestClient, limitAttempts, rateLimits } from './rate-limits.ts'

/**
 * Changes the viewer's profile. Another e-mail takes the password too: whoever reads that e-mail can set a new one.
 * @throws AppError BAD_USER_INPUT without the password where it is needed, INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS,
 * EMAIL_TAKEN, CONFLICT with the moment of the last change.
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
 * @returns the hash that was verified; undefined when the e-mail does not change.
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
