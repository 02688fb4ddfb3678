import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { invalidCredentials, normalizeEmail } from './account.rules.ts'
import { type Credentials, findCredentialsByEmail, updateLogin } from './account.store.ts'
import { toClientKey } from './client-key.ts'
import { upsertKnownClient } from './known-client.store.ts'
import { type HashPlace, hashPassword, isBcrypt, isUsableHash, verifyPassword } from './passwords.ts'
import {
  type AttemptCounter,
  createAttemptCounter,
  digestClient,
  keepFailures,
  rateLimits,
} from './rate-limits.ts'

/** The dependencies of a password check. */
export interface LoginServices {
  readonly db: Database
  /** For reading credentials and counting attempts even while all connections of `db` are in use. */
  readonly authDb: Database
  readonly logger: Logger
  readonly clientAddress: string
}

/** Verified if there is no hash, so that an unknown e-mail takes as long as a wrong password. */
const decoyHash = await hashPassword('no account has this password', { queue: 'logins', client: '' })
/**
 * The minimum time of a rejection. A legacy hash of cost 12 takes several times as long as a modern one; without this
 * minimum, it would reveal that the account exists.
 */
const refusalMs = 1000
/** How long a response waits for the login to be recorded. */
const maxRecordingMs = 500

/**
 * Checks the credentials, records the login and its client, and replaces a legacy hash with a modern one.
 * @throws AppError INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function logIn(
  services: LoginServices,
  input: { readonly email: string; readonly password: string },
): Promise<Credentials> {
  const { authDb, clientAddress } = services
  const email = normalizeEmail(input.email)
  const found = await findCredentialsByEmail(authDb, email, digestClient(clientAddress))
  const isOwner = found?.isKnownClient ?? false
  const place = { queue: isOwner ? 'owners' : 'logins', client: toClientKey(clientAddress) } as const
  const counter = await countLogin(authDb, { email, client: place.client, isOwner })
  const account = requireRight(
    await keepFailures(counter, () => delayRefusal(() => checkPassword(found, input.password, place))),
  )
  const newHash = isBcrypt(account.password) ? await rehashPassword(account, input.password) : undefined
  await Promise.race([
    recordLogin(services, account, newHash),
    sleep(maxRecordingMs, undefined, { ref: false }),
  ])
  return account
}

/** Undefined if the hashing queue is full: a later login replaces the legacy hash. */
async function rehashPassword(account: Credentials, password: string): Promise<string | undefined> {
  try {
    return await hashPassword(password, ownersPlace(account))
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return undefined
    throw error
  }
}

/** Best effort: the row may be locked by an import, or all connections may be in use. The login succeeds anyway. */
async function recordLogin(
  { db, logger, clientAddress }: LoginServices,
  account: Credentials,
  newHash: string | undefined,
): Promise<void> {
  try {
    await updateLogin(db, account, newHash)
    if (account.isClientOutdated) await upsertKnownClient(db, account.id, digestClient(clientAddress))
  } catch (error) {
    logger.warn({ err: error }, 'a login could not be recorded')
  }
}

/**
 * Checks the password of a signed-in user: a token alone must not suffice to take over an account.
 * @throws AppError INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, UNAVAILABLE.
 */
export async function confirmPassword(
  { db, clientAddress }: LoginServices,
  account: Credentials,
  password: string,
): Promise<Credentials> {
  const counter = createAttemptCounter(db)
  await counter.count(rateLimits.confirmByPair, account.id, toClientKey(clientAddress))
  if (!account.isKnownClient) await counter.count(rateLimits.confirmByAccount, account.id)
  const place = ownersPlace(account)
  return requireRight(await keepFailures(counter, () => checkPassword(account, password, place)))
}

/** The queue place of an account's owner. */
export function ownersPlace({ id }: { readonly id: string }): HashPlace {
  return { queue: 'owners', client: id }
}

/** Delays an undefined result, so that the time of a rejection does not reveal its reason. */
export async function delayRefusal<Result>(
  work: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const earliest = sleep(refusalMs)
  const result = await work()
  if (result === undefined) await earliest
  return result
}

interface LoginAttempt {
  /** Need not belong to an account. */
  readonly email: string
  readonly client: string
  readonly isOwner: boolean
}

async function countLogin(db: Database, { email, client, isOwner }: LoginAttempt): Promise<AttemptCounter> {
  const counter = createAttemptCounter(db)
  const attempts = await counter.count(rateLimits.loginByPair, email, client)
  if (isOwner) return counter
  await counter.count(rateLimits.loginByClient, client)
  await counter.count(attempts === 1 ? rateLimits.loginFirstTries : rateLimits.loginMoreTries, email)
  return counter
}

/** Returns the account if the password is correct. */
async function checkPassword(
  account: Credentials | undefined,
  password: string,
  place: HashPlace,
): Promise<Credentials | undefined> {
  const hash = account !== undefined && isUsableHash(account.password) ? account.password : decoyHash
  const isCorrect = await verifyPassword(hash, password, place)
  return isCorrect && hash !== decoyHash ? account : undefined
}

function requireRight(account: Credentials | undefined): Credentials {
  if (account === undefined) throw invalidCredentials()
  return account
}
