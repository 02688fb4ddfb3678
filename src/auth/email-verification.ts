import { invalidCode, requireMailable } from './account.rules.ts'
import { composeCode, useCode } from './account-codes.ts'
import type { LoginServices } from './login.ts'
import type { Mailer } from './mailer.ts'
import { updateEmailVerified } from './profile.store.ts'
import { createAttemptCounter, keepFailures, limitAttempts, rateLimits } from './rate-limits.ts'

interface EmailOwner {
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean
}

const purpose = 'email_verification'

/**
 * Sends a code to the user's e-mail.
 * @returns false when the e-mail is verified already.
 * @throws AppError CONFLICT for an e-mail that no mail server has, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function requestEmailVerification(
  { db, mailer }: LoginServices & { readonly mailer: Mailer },
  { id, email, emailVerified }: EmailOwner,
): Promise<boolean> {
  if (emailVerified) return false
  requireMailable(email)
  mailer.requireAvailable()
  await limitAttempts(db, [
    { limit: rateLimits.verificationMailByAccount, key: [id] },
    { limit: rateLimits.verificationMailByEmail, key: [email] },
  ])
  mailer.send(() => composeCode(db, { userId: id, email, purpose }))
  return true
}

/**
 * Notes that the user reads the e-mail. A code that went to another e-mail of theirs proves nothing.
 * @throws AppError INVALID_CODE, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function verifyEmail(
  { db }: LoginServices,
  { id, email }: EmailOwner,
  code: string,
): Promise<void> {
  const counter = createAttemptCounter(db)
  await counter.count(rateLimits.verificationByAccount, id)
  const verified = await keepFailures(counter, async () => {
    const isRight = await useCode(db, { userId: id, email, purpose }, code)
    return (isRight && (await updateEmailVerified(db, id, email))) || undefined
  })
  if (verified === undefined) throw invalidCode()
}
