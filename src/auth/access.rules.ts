import { AppError, requireGiven, requireUnmodified } from '../errors.ts'
import type { UpdateUserInput } from '../generated/graphql.ts'
import type { AccessChange, AccessState } from './access.store.ts'

/**
 * What is to change.
 * @throws AppError BAD_USER_INPUT that names the field, for a null where there must be a value.
 */
export function createAccessChange(id: string, input: Omit<UpdateUserInput, 'id'>): AccessChange {
  return {
    id,
    role: requireGiven(input.role, 'input.role'),
    tier: requireGiven(input.tier, 'input.tier'),
    isActive: requireGiven(input.isActive, 'input.isActive'),
    ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
  }
}

/** Whether the change takes an administrator away, if the user is one. */
export function takesAdmin({ role, isActive }: AccessChange): boolean {
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
export function explainUnchanged(found: AccessState | undefined, change: AccessChange): void {
  requireUnmodified('User', found?.updatedAt, change.ifUnmodifiedSince)
  if (change.isActive === true && found?.isDeleted) {
    throw new AppError('CONFLICT', 'Its owner deleted this account. It can not be opened again.')
  }
}
