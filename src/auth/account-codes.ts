import type { Database } from '../database/connection.ts'
import { isMailable } from './account.rules.ts'
import { type CodeSubject, createCode, digestCode } from './account-code.rules.ts'
import { hasCode, insertCode, takeCode } from './account-code.store.ts'
import { createCodeMail } from './code-mail.ts'
import type { Mail } from './mailer.ts'

/**
 * Creates a code and the e-mail that contains it. Only a digest of the code is stored.
 * @returns undefined for an address that no mail server has, such as the first administrator's.
 */
export async function composeCode(db: Database, subject: CodeSubject): Promise<Mail | undefined> {
  if (!isMailable(subject.email)) return undefined
  const code = createCode()
  await insertCode(db, subject, digestCode(code, subject))
  return createCodeMail(subject.email, subject.purpose, code)
}

/** Whether the code is valid. Does not use it. */
export function isCodeValid(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return hasCode(db, subject, digestCode(code, subject))
}

/** Uses the code. Returns whether it was valid. */
export function useCode(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return takeCode(db, subject, digestCode(code, subject))
}
