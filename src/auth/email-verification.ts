import { invalidCode } from './account.rules.ts'
import { composeCode, useCode } from './account-codes.ts'
import type { LoginServices } from './login.ts'
import type { Mailer } from './mailer.ts'
import { updateEmailVerified } from './profile.store.ts'

interface EmailOwner {
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean
}

const purpose = 'email_verification'

/**
 * Sends a code to the user's e-mail.
 * @returns false when the e-mail is verified already.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export function requestEmailVerification(
  { db, mailer, attempts, clientAddress }: LoginServices & { readonly mailer: Mailer },
  { id, email, emailVerified }: EmailOwner,
): boolean {
  if (emailVerified) return false
  mailer.requireAvailable()
  attempts.mails.count({ email, clientAddress })
  mailer.send(() => composeCode(db, { userId: id, email, purpose }))
  return true
}

/**
 * Notes that the user reads the e-mail. A code that went to another e-mail of theirs proves nothing.
 * @throws AppError INVALID_CODE, TOO_MANY_ATTEMPTS.
 */
export async function verifyEmail(
  { db, attempts, clientAddress }: LoginServices,
  { id, email }: EmailOwner,
  code: string,
): Promise<void> {
  attempts.codes.count({ email, clientAddress })
  const isRight = await useCode(db, { userId: id, email, purpose }, code)
  if (!isRight || !(await updateEmailVerified(db, id, email))) throw invalidCode()
  attempts.codes.takeBack({ email, clientAddress })
}
