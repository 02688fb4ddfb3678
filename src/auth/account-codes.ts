import type { Database } from '../database/connection.ts'
import { type CodeSubject, createCode, digestCode } from './account-code.rules.ts'
import { saveCode, takeCode } from './account-code.store.ts'
import { createCodeMail } from './code-mail.ts'
import type { Mail } from './mailer.ts'

/** Makes a code, in place of the one before, and the message that brings it. The code stands nowhere else. */
export async function composeCode(db: Database, subject: CodeSubject): Promise<Mail> {
  const code = createCode()
  await saveCode(db, subject, digestCode(code, subject))
  return createCodeMail(subject.email, subject.purpose, code)
}

/** Whether the code is right; it is used up then, and a try is when not. */
export function useCode(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return takeCode(db, subject, digestCode(code, subject))
}
