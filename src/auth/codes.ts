import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import { invalidCode, isMailable, normalizeEmail, requireMailable } from './account.rules.ts'
import {
  type Credentials,
  findCredentialsByEmail,
  lockAccount,
  updateEmailVerified,
  updatePassword,
} from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { toClientKey } from './client-key.ts'
import { hasCode, insertCode, takeCode } from './code.store.ts'
import { hasKnownClient } from './known-client.store.ts'
import { delayRefusal, type LoginServices, ownersPlace } from './login.ts'
import type { Mail, Mailer } from './mailer.ts'
import { hashPassword } from './passwords.ts'
import {
  type AttemptCounter,
  createAttemptCounter,
  digestClient,
  keepFailures,
  limitAttempts,
  rateLimits,
} from './rate-limits.ts'

const resetPurpose = 'password_reset'

/**
 * Sends a code to the e-mail if there is such an account. Even the search for the account comes later: who asks learns
 * nothing of it.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE: for every e-mail alike.
 */
export async function requestPasswordReset(
  { db, mailer, clientAddress }: LoginServices & { readonly mailer: Mailer },
  email: string,
): Promise<void> {
  mailer.requireAvailable()
  const client = digestClient(clientAddress)
  await limitResetMails(db, email, clientAddress)
  mailer.send(async () => {
    const account = await findCredentialsByEmail(db, email, client)
    return account === undefined
      ? undefined
      : composeCode(db, { userId: account.id, email, purpose: resetPurpose })
  })
}

/**
 * Sets the password, and revokes all tokens, password reset codes and the API key of the account: the reason for the
 * reset may be that a stranger had access.
 * @returns the account, with the version of its new tokens.
 * @throws AppError INVALID_CODE: also for an unknown e-mail; TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function resetPassword(
  { db, clientAddress }: LoginServices,
  input: { readonly email: string; readonly code: string; readonly newPassword: string },
): Promise<Credentials> {
  const email = normalizeEmail(input.email)
  const client = digestClient(clientAddress)
  const found = await findCredentialsByEmail(db, email, client)
  const isOwner = found?.isKnownClient ?? false
  const counter = await countResetAttempt(db, { email, client: toClientKey(clientAddress), isOwner })
  const account = await keepFailures(counter, () => delayRefusal(() => checkResetCode(db, found, input.code)))
  if (account === undefined) throw invalidCode()
  // Only for a valid code, so that strangers cause no hashing; before it is used up, because hashing may be refused.
  const newHash = await hashPassword(input.newPassword, ownersPlace(account))
  const change = { newHash, apiKeyDigest: digestApiKey(createApiKey()), client }
  const tokenVersion = await inTransaction(db, async (transaction) => {
    // All password changes lock in this order, so that concurrent ones can't deadlock.
    await lockAccount(transaction, account.id)
    const isTaken = await useCode(
      transaction,
      { userId: account.id, email, purpose: resetPurpose },
      input.code,
    )
    const version = isTaken ? await updatePassword(transaction, account, change) : undefined
    if (version === undefined) throw invalidCode()
    return version
  })
  return { ...account, tokenVersion }
}

async function limitResetMails(db: Database, email: string, clientAddress: string): Promise<void> {
  const client = toClientKey(clientAddress)
  if (await hasKnownClient(db, email, digestClient(clientAddress))) {
    return limitAttempts(db, [{ limit: rateLimits.resetMailByPair, key: [email, client] }])
  }
  return limitAttempts(db, [
    { limit: rateLimits.resetMailByClient, key: [client] },
    { limit: rateLimits.resetMailByAccount, key: [email] },
  ])
}

interface CodeAttempt {
  /** Whether or not there is such an account. */
  readonly email: string
  readonly client: string
  readonly isOwner: boolean
}

async function countResetAttempt(
  db: Database,
  { email, client, isOwner }: CodeAttempt,
): Promise<AttemptCounter> {
  const counter = createAttemptCounter(db)
  await counter.count(rateLimits.codeByPair, email, client)
  if (!isOwner) await counter.count(rateLimits.codeByClient, client)
  return counter
}

async function checkResetCode(
  db: Database,
  account: Credentials | undefined,
  code: string,
): Promise<Credentials | undefined> {
  if (account === undefined) return undefined
  const isValid = await isCodeValid(
    db,
    { userId: account.id, email: account.email, purpose: resetPurpose },
    code,
  )
  return isValid ? account : undefined
}

interface EmailOwner {
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean
}

const verificationPurpose = 'email_verification'

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
  mailer.send(() => composeCode(db, { userId: id, email, purpose: verificationPurpose }))
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
    const isRight = await useCode(db, { userId: id, email, purpose: verificationPurpose }, code)
    return (isRight && (await updateEmailVerified(db, id, email))) || undefined
  })
  if (verified === undefined) throw invalidCode()
}

/**
 * Creates a code and the e-mail that contains it. Only a digest of the code is stored.
 * @returns undefined for an address that no mail server has, such as the first administrator's.
 */
async function composeCode(db: Database, subject: CodeSubject): Promise<Mail | undefined> {
  if (!isMailable(subject.email)) return undefined
  const code = createCode()
  await insertCode(db, subject, digestCode(code, subject))
  return createCodeMail(subject.email, subject.purpose, code)
}

/** Whether the code is valid. Does not use it. */
function isCodeValid(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return hasCode(db, subject, digestCode(code, subject))
}

/** Uses the code. Returns whether it was valid. */
function useCode(db: Database, subject: CodeSubject, code: string): Promise<boolean> {
  return takeCode(db, subject, digestCode(code, subject))
}

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
function createCode(): string {
  const signs = Array.from(randomBytes(codeLength), (byte) => alphabet[byte % alphabet.length])
  return signs.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** What `account_codes.digest` holds of a code, in whatever case and with whatever dashes it was typed. */
function digestCode(code: string, { userId, email, purpose }: CodeSubject): string {
  const typed = code.toUpperCase().replaceAll(/[\s-]/g, '')
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([purpose, userId, email, typed]))
    .digest('hex')}`
}

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
function createCodeMail(to: string, purpose: CodePurpose, code: string): Mail {
  const { subject, lifetime, advice } = texts[purpose]
  const text = `${subject}:\n\n    ${code}\n\nIt is valid once, for ${lifetime}.\n${advice}\n`
  return { to, subject, text }
}
