import type { Database } from '../database/connection.ts'
import { AppError, requireGiven, requireUnmodified } from '../errors.ts'
import type { UpdateUserInput } from '../generated/graphql.ts'
import { insertAccount, noPassword } from './account.store.ts'
import {
  type AccessChange,
  type AccessState,
  findAccessState,
  lockAdmins,
  updateAccess,
} from './admin.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'

/**
 * Changes what a user may do, for the API and the command line alike.
 * @throws AppError NOT_FOUND, or CONFLICT: the last administrator would go, the user was changed since the moment
 * given, or a deleted account was to be opened.
 */
export async function changeAccess(transaction: Database, change: AccessChange): Promise<void> {
  if (revokesAdmin(change)) requireOtherAdmin(await lockAdmins(transaction), change.id)
  if (await updateAccess(transaction, change)) return
  explainUnchanged(await findAccessState(transaction, change.id), change)
}

/**
 * What is to change.
 * @throws AppError BAD_USER_INPUT that names the field, for a null where there must be a value.
 */
export function decodeAccessChange(id: string, input: Omit<UpdateUserInput, 'id'>): AccessChange {
  return {
    id,
    role: requireGiven(input.role, 'input.role'),
    tier: requireGiven(input.tier, 'input.tier'),
    isActive: requireGiven(input.isActive, 'input.isActive'),
    ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
  }
}

/** Whether the change takes an administrator away, if the user is one. */
function revokesAdmin({ role, isActive }: AccessChange): boolean {
  return isActive === false || (role !== undefined && role !== 'admin')
}

/** @throws AppError CONFLICT when the user is the only administrator who can log in. */
export function requireOtherAdmin(admins: readonly string[], userId: string): void {
  if (admins.length !== 1 || admins[0] !== userId) return
  throw new AppError(
    'CONFLICT',
    'This is the last active administrator. Make somebody else an administrator first.',
  )
}

/**
 * Why a change was not made; nothing when there was nothing to change.
 * @throws AppError NOT_FOUND, or CONFLICT with the moment of the last change.
 */
function explainUnchanged(found: AccessState | undefined, change: AccessChange): void {
  requireUnmodified('User', found?.updatedAt, change.ifUnmodifiedSince)
  if (change.isActive === true && found?.isDeleted) {
    throw new AppError('CONFLICT', 'Its owner deleted this account. It can not be opened again.')
  }
}

/** RFC 6761 reserves the domain, so nobody can own the address and receive a code. */
const email = 'admin@metagauge.invalid'

/**
 * Creates the administrator of a new database with an API key and no password. The key is returned, not stored. The
 * administrator sets a real e-mail with `updateProfile`.
 */
export async function createFirstAdmin(db: Database): Promise<{ apiKey: string }> {
  const apiKey = createApiKey()
  await insertAccount(db, {
    email,
    passwordHash: noPassword,
    name: 'Administrator',
    apiKeyDigest: digestApiKey(apiKey),
    role: 'admin',
  })
  return { apiKey }
}
