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
import { type CodePurpose, type CodeSubject, hasCode, insertCode, useCode } from './code.store.ts'
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

/**
 * Sends a code to the e-mail if it has an account. Looks up the account in the background, so that the response time
 * does not reveal whether there is one.
 * @throws AppError TOO_MANY_ATTEMPTS, UNAVAILABLE, whether or not there is an account.
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
    return account === undefined ? undefined : composeCode(db, resetSubject(account))
  })
}

/**
 * Sets the password, and revokes all tokens, password reset codes and the API key of the account, because an attacker
 * may have had access.
 * @returns the account with the version of its new tokens.
 * @throws AppError INVALID_CODE, also for an unknown e-mail; TOO_MANY_ATTEMPTS, UNAVAILABLE.
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
  const subject = resetSubject(account)
  // After the check, so that invalid codes cause no hashing; before the code is used, because hashing may be rejected.
  const newHash = await hashPassword(input.newPassword, ownersPlace(account))
  const change = { newHash, apiKeyDigest: digestApiKey(createApiKey()), client }
  const tokenVersion = await inTransaction(db, async (transaction) => {
    // All password changes lock in this order, so that concurrent ones can't deadlock.
    await lockAccount(transaction, account.id)
    const isUsed = await useCode(transaction, subject, digestCode(input.code, subject))
    const version = isUsed ? await updatePassword(transaction, account, change) : undefined
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

interface ResetAttempt {
  /** Need not belong to an account. */
  readonly email: string
  readonly client: string
  readonly isOwner: boolean
}

async function countResetAttempt(
  db: Database,
  { email, client, isOwner }: ResetAttempt,
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
  const subject = resetSubject(account)
  return (await hasCode(db, subject, digestCode(code, subject))) ? account : undefined
}

function resetSubject({ id, email }: Credentials): CodeSubject {
  return { userId: id, email, purpose: 'password_reset' }
}

interface EmailOwner {
  readonly id: string
  readonly email: string
  readonly isEmailVerified: boolean
}

/**
 * Sends a code to the user's e-mail.
 * @returns false if the e-mail is already verified.
 * @throws AppError CONFLICT for an address that can't receive e-mail, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function requestEmailVerification(
  { db, mailer }: LoginServices & { readonly mailer: Mailer },
  user: EmailOwner,
): Promise<boolean> {
  const { id, email, isEmailVerified } = user
  if (isEmailVerified) return false
  requireMailable(email)
  mailer.requireAvailable()
  await limitAttempts(db, [
    { limit: rateLimits.verificationMailByAccount, key: [id] },
    { limit: rateLimits.verificationMailByEmail, key: [email] },
  ])
  mailer.send(() => composeCode(db, verificationSubject(user)))
  return true
}

/**
 * Marks the user's e-mail as verified. A code that was sent to a previous e-mail is invalid.
 * @throws AppError INVALID_CODE, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function verifyEmail({ db }: LoginServices, user: EmailOwner, code: string): Promise<void> {
  const { id, email } = user
  const subject = verificationSubject(user)
  const counter = createAttemptCounter(db)
  await counter.count(rateLimits.verificationByAccount, id)
  const verified = await keepFailures(counter, async () => {
    const isValid = await useCode(db, subject, digestCode(code, subject))
    return (isValid && (await updateEmailVerified(db, id, email))) || undefined
  })
  if (verified === undefined) throw invalidCode()
}

function verificationSubject({ id, email }: EmailOwner): CodeSubject {
  return { userId: id, email, purpose: 'email_verification' }
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

/** 32 characters without the easily confused 0, O, 1 and I. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** 60 bits: too many to guess, or to recover from the digest before the code expires. */
const codeLength = 12

/** A new code in three groups of four characters. Only its digest is stored. */
function createCode(): string {
  const characters = Array.from(randomBytes(codeLength), (byte) => alphabet[byte % alphabet.length])
  return characters.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** The value of `account_codes.digest` for a code. Ignores case, dashes and spaces. */
function digestCode(code: string, { userId, email, purpose }: CodeSubject): string {
  const typed = code.toUpperCase().replaceAll(/[\s-]/g, '')
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([purpose, userId, email, typed]))
    .digest('hex')}`
}

const texts = {
  password_reset: {
    subject: 'Your password reset code',
    lifetime: 'one hour',
    advice: 'If you did not request it, ignore this e-mail. Your password is unchanged.',
  },
  email_verification: {
    subject: 'Your e-mail verification code',
    lifetime: '24 hours',
    advice: 'If you did not request it, ignore this e-mail. Someone may have mistyped their address.',
  },
} as const satisfies Record<CodePurpose, object>

function createCodeMail(to: string, purpose: CodePurpose, code: string): Mail {
  const { subject, lifetime, advice } = texts[purpose]
  const text = `${subject}:\n\n    ${code}\n\nIt can be used once, within ${lifetime}.\n${advice}\n`
  return { to, subject, text }
}
