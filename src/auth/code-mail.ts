import type { CodePurpose } from './account-code.rules.ts'
import type { Mail } from './mailer.ts'

const texts = {
  password_reset: {
    subject: 'Your code to set a new password',
    lifetime: 'one hour',
    advice: 'If you did not ask for it, do nothing: your password stays as it is.',
  },
  email_verification: {
    subject: 'Your code to verify your e-mail',
    lifetime: '24 hours',
    advice: 'If you did not ask for it, do nothing: somebody mistyped their address.',
  },
} as const satisfies Record<CodePurpose, object>

/** The message that brings a code. */
export function createCodeMail(to: string, purpose: CodePurpose, code: string): Mail {
  const { subject, lifetime, advice } = texts[purpose]
  const text = `${subject}:\n\n    ${code}\n\nIt is valid once, for ${lifetime}.\n${advice}\n`
  return { to, subject, text }
}
