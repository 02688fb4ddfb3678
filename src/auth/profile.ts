import { requireFound, requireUnmodified } from '../errors.ts'
import { requirePassword } from './account.rules.ts'
import { findCredentialsById } from './account.store.ts'
import { confirmPassword, type LoginServices } from './login.ts'
import { isHash } from './passwords.ts'
import { findUpdatedAt, type ProfileChange, updateProfile } from './profile.store.ts'

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
  if (change.email !== undefined) await confirmEmail(services, userId, change.email, currentPassword)
  if (await updateProfile(services.db, userId, change)) return
  requireUnmodified('User', await findUpdatedAt(services.db, userId), change.ifUnmodifiedSince)
}

/** An account that has no password, such as the first administrator's, gets its e-mail without. */
async function confirmEmail(
  services: LoginServices,
  userId: string,
  email: string,
  currentPassword: string | null | undefined,
): Promise<void> {
  const account = requireFound(await findCredentialsById(services.db, userId), 'User')
  if (email === account.email || !isHash(account.password)) return
  await confirmPassword(services, account, requirePassword(currentPassword))
}
