import type { Database } from '../database/connection.ts'
import { isMailable } from './account.rules.ts'
import { type CodeSubject, createCode, digestCode } from './account-code.rules.ts'
import { hasCode, insertCode, takeCode } from './account-code.store.ts'
import { createCodeMail } from './code-mail.ts'
import type { Mail } from './mailer.ts'

/**
 * Makes a code and the message that brings it. The code is stored nowhere else.
 * @returns undefined for an address that no mail server has, such as the first administrator's.
 */
export async function composeCode(db: Database, subject: CodeSubject): Promise<Mail | undefined> {
  if (!isMailable(subject.email)) return undefined
  const code = createCode()
  await insertCode(db, subject, digestCode(code, subject))
  return createCodeMail(subject.email, subject.purpose, code)
}

/** Whether the code is valid; it stays so. */
export function isCodeValid(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return hasCode(db, subject, digestCode(code, subject))
}

/** Whether the code was valid; it is used up then. */
export function useCode(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return takeCode(db, subject, digestCode(code, subject))
}
