import type { Database } from '../database/connection.ts'
import { invalidCredentials } from './account.rules.ts'
import { findCredentials, updateLogin } from './account.store.ts'
import { hashPassword, isBcrypt, verifyPassword } from './passwords.ts'
import type { Viewer } from './viewer.ts'

/** Verified when there is no account, so that an unknown e-mail takes as long as a wrong password. */
const decoyHash = await hashPassword('no account has this password')

/**
 * Checks the credentials, notes the login and replaces a legacy hash by a modern one.
 * @returns the account as the viewer that it now is.
 * @throws AppError INVALID_CREDENTIALS.
 */
export async function logIn(db: Database, email: string, password: string): Promise<Viewer> {
  const account = await findCredentials(db, email)
  const isRight = await verifyPassword(account?.password ?? decoyHash, password)
  if (account === undefined || !isRight) throw invalidCredentials()
  await updateLogin(db, account, isBcrypt(account.password) ? await hashPassword(password) : undefined)
  return { id: account.id, role: account.role }
}
