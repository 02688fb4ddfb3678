import { createHash } from 'node:crypto'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import { toClientKey } from './client-key.ts'
import {
  type CountedAttempt,
  countAttempt,
  findSecondsLeft,
  type RateLimit,
  uncountAttempts,
} from './rate-limit.store.ts'

const quarterHour = 15 * 60
const hour = 60 * 60

/**
 * All limits, as documented in docs/security.md. An owner's client is one from which the account has logged in before.
 * It has its own counter, so that attackers elsewhere can't lock it out. All other clients share the account's limits.
 */
export const rateLimits = {
  /** Wrong passwords for one account from one client. */
  loginByPair: { name: 'login_by_pair', max: 10, windowSeconds: quarterHour },
  /** Wrong passwords from one client that is not an owner's, across all accounts. Many people may share an address. */
  loginByClient: { name: 'login_by_client', max: 50, windowSeconds: quarterHour },
  /** First wrong passwords of clients that are not an owner's: leaves room for the owner on a new client. */
  loginFirstTries: { name: 'login_first_tries', max: 40, windowSeconds: quarterHour },
  /** Further wrong passwords of clients that are not an owner's. */
  loginMoreTries: { name: 'login_more_tries', max: 10, windowSeconds: quarterHour },
  /** Wrong passwords of a signed-in user from one client, so that a stolen token can't be used to guess the password. */
  confirmByPair: { name: 'confirm_by_pair', max: 10, windowSeconds: quarterHour },
  /** The same from all clients that are not an owner's. */
  confirmByAccount: { name: 'confirm_by_account', max: 20, windowSeconds: quarterHour },
  /** Wrong codes for one account from one client. */
  codeByPair: { name: 'code_by_pair', max: 20, windowSeconds: quarterHour },
  /** Wrong codes from one client that is not an owner's. */
  codeByClient: { name: 'code_by_client', max: 50, windowSeconds: quarterHour },
  /** Wrong codes of a signed-in user. */
  verificationByAccount: { name: 'verification_by_account', max: 20, windowSeconds: quarterHour },
  /** Codes requested by an owner's client. */
  resetMailByPair: { name: 'reset_mail_by_pair', max: 5, windowSeconds: hour },
  /** Codes requested by any other client, across all accounts. */
  resetMailByClient: { name: 'reset_mail_by_client', max: 30, windowSeconds: hour },
  /**
   * Codes requested by all other clients for one account. A code is valid as long as the window, so whenever the limit
   * is reached, a valid code has been sent.
   */
  resetMailByAccount: { name: 'reset_mail_by_account', max: 5, windowSeconds: hour },
  verificationMailByAccount: { name: 'verification_mail_by_account', max: 5, windowSeconds: hour },
  /** Codes sent to one e-mail, whichever accounts have used it. */
  verificationMailByEmail: { name: 'verification_mail_by_email', max: 5, windowSeconds: hour },
  /** New e-mails, at registration or later, from one client: each may reveal EMAIL_TAKEN. */
  newEmailByClient: { name: 'new_email_by_client', max: 20, windowSeconds: hour },
  newEmailByAccount: { name: 'new_email_by_account', max: 10, windowSeconds: hour },
  /** Of all clients. */
  registrations: { name: 'registrations', max: 1000, windowSeconds: hour },
} as const satisfies Record<string, RateLimit>

/** The key to count by: an e-mail, whether or not it has an account, a user id, or the client's address. */
export interface Attempt {
  readonly limit: RateLimit
  readonly key: readonly string[]
}

/** The attempts of one request. */
export interface AttemptCounter {
  /**
   * Counts an attempt before it is made, so that concurrent attempts can't exceed the limit.
   * @returns the attempts in the window, this one included.
   * @throws AppError TOO_MANY_ATTEMPTS with `retryAfterSeconds`, or UNAVAILABLE when attempts can't be counted. Either
   * takes back what was counted here.
   */
  count(limit: RateLimit, ...key: readonly string[]): Promise<number>
  /** Takes back everything that was counted here. */
  takeBack(): Promise<void>
}

/** The key of a client's address. */
export function digestClient(clientAddress: string): Buffer {
  return digest([toClientKey(clientAddress)])
}

/** Counts the attempts of one request. */
export function createAttemptCounter(db: Database): AttemptCounter {
  let counted: CountedAttempt[] = []

  async function takeBack(): Promise<void> {
    const attempts = counted
    counted = []
    if (attempts.length > 0) await orUnavailable(() => uncountAttempts(db, attempts))
  }

  async function refuse(limit: RateLimit, key: Buffer): Promise<never> {
    await takeBack()
    throw tooManyAttempts(Math.max(await orUnavailable(() => findSecondsLeft(db, limit, key)), 1))
  }

  return {
    async count(limit, ...parts) {
      const key = digest(parts)
      const attempt = await orUnavailable(() => countAttempt(db, limit, key))
      if (attempt === undefined) return refuse(limit, key)
      counted.push(attempt)
      return attempt.count
    },
    takeBack,
  }
}

/**
 * Counts attempts that are not taken back, such as mails.
 * @throws AppError TOO_MANY_ATTEMPTS with `retryAfterSeconds`, UNAVAILABLE.
 */
export async function limitAttempts(db: Database, attempts: readonly Attempt[]): Promise<void> {
  const counter = createAttemptCounter(db)
  for (const { limit, key } of attempts) await counter.count(limit, ...key)
}

/**
 * Runs a check whose attempts were counted, and takes them back unless it fails: only a wrong password or code counts,
 * not a correct one or one that could not be checked.
 * @param check returns undefined for a wrong password or code.
 */
export async function keepFailures<Result>(
  counter: AttemptCounter,
  check: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  let isWrong = false
  try {
    const result = await check()
    isWrong = result === undefined
    return result
  } finally {
    if (!isWrong) await counter.takeBack()
  }
}

/** An attempt that can't be counted must not be made. */
async function orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new AppError('UNAVAILABLE', 'Attempts can’t be counted at the moment. Try again later.', {
      cause: error,
    })
  }
}

function tooManyAttempts(retryAfterSeconds: number): AppError {
  return new AppError('TOO_MANY_ATTEMPTS', `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, {
    details: { retryAfterSeconds },
  })
}

function digest(parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
