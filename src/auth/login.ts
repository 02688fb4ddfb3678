import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { invalidCredentials, normalizeEmail } from './account.rules.ts'
import { type Credentials, findCredentialsByEmail, updateLogin } from './account.store.ts'
import type { Attempter, Attempts } from './attempts.ts'
import { hashPassword, isBcrypt, isHash, verifyPassword } from './passwords.ts'

/** What checking a password takes, beside the password. */
export interface LoginServices {
  readonly db: Database
  /** For reading credentials while users wait for the connections of `db`. */
  readonly authDb: Database
  readonly logger: Logger
  readonly attempts: Attempts
  readonly clientAddress: string
}

/** Verified when there is no hash, so that an unknown e-mail costs as much as a wrong password. */
const decoyHash = await hashPassword('no account has this password')
/**
 * A refusal comes after this time at the earliest: a legacy hash of cost 12 takes several times as long as one of ours,
 * and would tell that the account exists.
 */
const refusalMs = 1000
/** How long an answer waits until the login is noted. */
const maxNoteMs = 500

/**
 * Checks the credentials, notes the login, and replaces a legacy hash by a modern one.
 * @throws AppError INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function logIn(
  services: LoginServices,
  input: { readonly email: string; readonly password: string },
): Promise<Credentials> {
  const { authDb, attempts, clientAddress } = services
  const email = normalizeEmail(input.email)
  const account = await countFailure(attempts, { email, clientAddress }, () =>
    refuseEvenly(async () => matchPassword(await findCredentialsByEmail(authDb, email), input.password)),
  )
  const newHash = isBcrypt(account.password) ? await hashAgain(input.password) : undefined
  await Promise.race([noteLogin(services, account, newHash), sleep(maxNoteMs, undefined, { ref: false })])
  return account
}

/** Undefined when there is too much to hash: a later login replaces the legacy hash. */
async function hashAgain(password: string): Promise<string | undefined> {
  try {
    return await hashPassword(password)
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return undefined
    throw error
  }
}

/** Best effort: an import may lock the row, and users the connections. The login succeeds nevertheless. */
async function noteLogin(
  { db, logger }: LoginServices,
  account: Credentials,
  newHash: string | undefined,
): Promise<void> {
  try {
    await updateLogin(db, account, newHash)
  } catch (error) {
    logger.warn({ err: error }, 'a login was not noted')
  }
}

/**
 * Checks the password of somebody who is logged in: a token alone is not enough for what takes an account over.
 * @throws AppError INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export function confirmPassword(
  { attempts, clientAddress }: LoginServices,
  account: Credentials,
  password: string,
): Promise<Credentials> {
  return countFailure(attempts, { email: account.email, clientAddress }, () =>
    matchPassword(account, password),
  )
}

/** Waits before it gives undefined, so that the time to a refusal says nothing about its reason. */
export async function refuseEvenly<Result>(
  work: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const earliest = sleep(refusalMs)
  const result = await work()
  if (result === undefined) await earliest
  return result
}

/** The account, if the password is its own. */
async function matchPassword(
  account: Credentials | undefined,
  password: string,
): Promise<Credentials | undefined> {
  const hash = account !== undefined && isHash(account.password) ? account.password : decoyHash
  const isRight = await verifyPassword(hash, password)
  return isRight && hash !== decoyHash ? account : undefined
}

/** Only a wrong password counts: not one that was right, and not one that could not be checked. */
async function countFailure(
  { passwords }: Attempts,
  attempter: Attempter,
  check: () => Promise<Credentials | undefined>,
): Promise<Credentials> {
  passwords.count(attempter)
  let isWrong = false
  try {
    const account = await check()
    isWrong = account === undefined
    if (account === undefined) throw invalidCredentials()
    return account
  } finally {
    if (!isWrong) passwords.takeBack(attempter)
  }
}
