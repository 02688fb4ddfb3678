import type { Database } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import { invalidCode, normalizeEmail, passwordReplaced } from './account.rules.ts'
import { type Credentials, findCredentialsByEmail, updatePassword } from './account.store.ts'
import { composeCode, useCode } from './account-codes.ts'
import { type LoginServices, refuseEvenly } from './login.ts'
import type { Mailer } from './mailer.ts'
import { hashPassword } from './passwords.ts'

const purpose = 'password_reset'

/**
 * Sends a code to the e-mail if there is such an account. Even the search for the account comes later: who asks learns
 * nothing of it.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE: for every e-mail alike.
 */
export function requestPasswordReset(
  { db, mailer, attempts, clientAddress }: LoginServices & { readonly mailer: Mailer },
  email: string,
): void {
  mailer.requireAvailable()
  attempts.mails.count({ email, clientAddress })
  mailer.send(async () => {
    const account = await findCredentialsByEmail(db, email)
    return account === undefined ? undefined : composeCode(db, { userId: account.id, email, purpose })
  })
}

/**
 * Sets the password and ends all tokens of the account.
 * @returns the account, with the version of its new tokens.
 * @throws AppError INVALID_CODE: also for an unknown e-mail; TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function resetPassword(
  { db, attempts, clientAddress }: LoginServices,
  input: { readonly email: string; readonly code: string; readonly newPassword: string },
): Promise<Credentials> {
  const email = normalizeEmail(input.email)
  attempts.codes.count({ email, clientAddress })
  // Before the code is used up, for this may be refused.
  const newHash = await hashPassword(input.newPassword)
  const account = await refuseEvenly(() => findByCode(db, email, input.code))
  if (account === undefined) throw invalidCode()
  attempts.codes.takeBack({ email, clientAddress })
  const tokenVersion = await inTransaction(db, (trx) => updatePassword(trx, account, newHash))
  if (tokenVersion === undefined) throw passwordReplaced()
  return { ...account, tokenVersion }
}

async function findByCode(db: Database, email: string, code: string): Promise<Credentials | undefined> {
  const account = await findCredentialsByEmail(db, email)
  if (account === undefined) return undefined
  const isRight = await useCode(db, { userId: account.id, email, purpose }, code)
  return isRight ? account : undefined
}
