import { createHash, randomBytes } from 'node:crypto'

/** What a code proves. */
export type CodePurpose = 'password_reset' | 'email_verification'

/** Whose code it is: the code of another account, purpose or e-mail is another code. */
export interface CodeSubject {
  readonly userId: string
  readonly email: string
  readonly purpose: CodePurpose
}

/** 32 signs that are not taken for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** 60 bits: beyond guessing, and too many to be found from the digest before the code ends. */
const codeLength = 12

/** A new code as a person reads it: three groups of four. Only its digest is ever stored. */
export function createCode(): string {
  const signs = Array.from(randomBytes(codeLength), (byte) => alphabet[byte % alphabet.length])
  return signs.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** What `account_codes.digest` holds of a code, in whatever case and with whatever dashes it was typed. */
export function digestCode(code: string, { userId, email, purpose }: CodeSubject): string {
  const typed = code.toUpperCase().replaceAll(/[\s-]/g, '')
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([purpose, userId, email, typed]))
    .digest('hex')}`
}
