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

/** RFC 6761 reserves the domain, so this address can't receive codes. */
const firstAdminEmail = 'admin@metagauge.invalid'

/**
 * Changes a user's role, tier or state.
 * @throws AppError NOT_FOUND, or CONFLICT if no active administrator would be left, the user was modified since
 * `ifUnmodifiedSince`, or the account to reopen was deleted by its owner.
 */
export async function changeAccess(transaction: Database, change: AccessChange): Promise<void> {
  if (revokesAdmin(change)) requireOtherAdmin(await lockAdmins(transaction), change.id)
  if (await updateAccess(transaction, change)) return
  explainUnchanged(await findAccessState(transaction, change.id), change)
}

/** @throws AppError BAD_USER_INPUT with the path of the field, for a null value. */
export function decodeAccessChange(id: string, input: Omit<UpdateUserInput, 'id'>): AccessChange {
  return {
    id,
    role: requireGiven(input.role, 'input.role'),
    tier: requireGiven(input.tier, 'input.tier'),
    isActive: requireGiven(input.isActive, 'input.isActive'),
    ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
  }
}

/** Whether the change would end the administrator rights of a user who has them. */
function revokesAdmin({ role, isActive }: AccessChange): boolean {
  return isActive === false || (role !== undefined && role !== 'admin')
}

/** @throws AppError CONFLICT if the user is the only administrator who can log in. */
export function requireOtherAdmin(admins: readonly string[], userId: string): void {
  if (admins.length !== 1 || admins[0] !== userId) return
  throw new AppError(
    'CONFLICT',
    'This is the last active administrator. Make another user an administrator first.',
  )
}

/**
 * Explains why no row was updated. Returns if the change was empty.
 * @throws AppError NOT_FOUND, or CONFLICT with the time of the last change.
 */
function explainUnchanged(found: AccessState | undefined, change: AccessChange): void {
  requireUnmodified('User', found?.updatedAt, change.ifUnmodifiedSince)
  if (change.isActive === true && found?.isDeleted) {
    throw new AppError('CONFLICT', 'The account was deleted by its owner. It can’t be reopened.')
  }
}

/**
 * Creates the administrator of a new database, with an API key and without a password. The administrator sets a real
 * e-mail with `updateProfile`.
 * @returns the API key; only its digest is stored.
 */
export async function createFirstAdmin(db: Database): Promise<{ apiKey: string }> {
  const apiKey = createApiKey()
  await insertAccount(db, {
    email: firstAdminEmail,
    passwordHash: noPassword,
    name: 'Administrator',
    apiKeyDigest: digestApiKey(apiKey),
    role: 'admin',
  })
  return { apiKey }
}
