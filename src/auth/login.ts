import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { invalidCredentials, normalizeEmail } from './account.rules.ts'
import { type Credentials, findCredentialsByEmail, updateLogin } from './account.store.ts'
import { toClientKey } from './client-key.ts'
import { saveKnownClient } from './known-client.store.ts'
import { type HashPlace, hashPassword, isBcrypt, isUsableHash, verifyPassword } from './passwords.ts'
import {
  type AttemptCounter,
  createAttemptCounter,
  digestClient,
  keepFailures,
  rateLimits,
} from './rate-limits.ts'

/** What checking a password needs, beside the password. */
export interface LoginServices {
  readonly db: Database
  /** For reading credentials and counting attempts while users wait for the connections of `db`. */
  readonly authDb: Database
  readonly logger: Logger
  readonly clientAddress: string
}

/** Verified when there is no hash, so that an unknown e-mail costs as much as a wrong password. */
const decoyHash = await hashPassword('no account has this password', { queue: 'logins', client: '' })
/**
 * A refusal comes after this time at the earliest: a legacy hash of cost 12 takes several times as long as one of ours,
 * and would tell that the account exists.
 */
const refusalMs = 1000
/** How long an answer waits until the login is noted. */
const maxNoteMs = 500

/**
 * Checks the credentials, notes the login and its client, and replaces a legacy hash by a modern one.
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
    await keepFailures(counter, () => refuseEvenly(() => matchPassword(found, input.password, place))),
  )
  const newHash = isBcrypt(account.password) ? await hashAgain(account, input.password) : undefined
  await Promise.race([noteLogin(services, account, newHash), sleep(maxNoteMs, undefined, { ref: false })])
  return account
}

/** Undefined when there is too much to hash: a later login replaces the legacy hash. */
async function hashAgain(account: Credentials, password: string): Promise<string | undefined> {
  try {
    return await hashPassword(password, ownersPlace(account))
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return undefined
    throw error
  }
}

/** Best effort: an import may lock the row, and users the connections. The login succeeds nevertheless. */
async function noteLogin(
  { db, logger, clientAddress }: LoginServices,
  account: Credentials,
  newHash: string | undefined,
): Promise<void> {
  try {
    await updateLogin(db, account, newHash)
    if (account.isClientOutdated) await saveKnownClient(db, account.id, digestClient(clientAddress))
  } catch (error) {
    logger.warn({ err: error }, 'a login was not noted')
  }
}

/**
 * Checks the password of somebody who is signed in: a token alone is not enough for what takes an account over.
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
  return requireRight(await keepFailures(counter, () => matchPassword(account, password, place)))
}

/** Where the owner of an account waits for a hash. */
export function ownersPlace({ id }: { readonly id: string }): HashPlace {
  return { queue: 'owners', client: id }
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

interface LoginAttempt {
  /** Whether or not there is such an account. */
  readonly email: string
  readonly client: string
  readonly isOwner: boolean
}

async function countLogin(db: Database, { email, client, isOwner }: LoginAttempt): Promise<AttemptCounter> {
  const counter = createAttemptCounter(db)
  const tries = await counter.count(rateLimits.loginByPair, email, client)
  if (isOwner) return counter
  await counter.count(rateLimits.loginByClient, client)
  await counter.count(tries === 1 ? rateLimits.loginFirstTries : rateLimits.loginMoreTries, email)
  return counter
}

/** The account, if the password is its own. */
async function matchPassword(
  account: Credentials | undefined,
  password: string,
  place: HashPlace,
): Promise<Credentials | undefined> {
  const hash = account !== undefined && isUsableHash(account.password) ? account.password : decoyHash
  const isRight = await verifyPassword(hash, password, place)
  return isRight && hash !== decoyHash ? account : undefined
}

function requireRight(account: Credentials | undefined): Credentials {
  if (account === undefined) throw invalidCredentials()
  return account
}
