import { checkAll, isLongerThan, requireText } from '../database/validation.ts'
import { AppError, badArgument, requireGiven } from '../errors.ts'
import type { ProfileChange } from './account.store.ts'

const minPasswordLength = 8
/** Hashing time grows with the length. */
const maxPasswordLength = 1024
const maxNameLength = 255
const maxEmailLength = 255
/**
 * Domains that RFC 6761 reserves, so no mail server has them. Deleted accounts, placeholder owners and the first
 * administrator have such an e-mail.
 */
const reservedDomain = /[@.](invalid|localhost)$/

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function checkNewAccount(input: {
  readonly email: string
  readonly password: string
  readonly name: string
}): void {
  checkAll({
    password: () => checkNewPassword(input.password, 'input.password'),
    name: () => requireName(input.name, 'input.name'),
    email: () => requireNewEmail(input.email, 'input.email'),
  })
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function requireName(name: string, argument: string): string {
  return requireText(name, argument, { max: maxNameLength })
}

/**
 * Checks a new e-mail for an account and returns it as it is stored.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function requireNewEmail(text: string, argument: string): string {
  const email = toStoredEmail(requireText(text, argument, { max: maxEmailLength }))
  if (!isMailable(email)) throw badArgument(argument, 'must be an address that can receive e-mail')
  return email
}

/** Whether the address can receive e-mail. Expects lower case. */
export function isMailable(email: string): boolean {
  return !reservedDomain.test(email)
}

/** @throws AppError CONFLICT if the address can't receive e-mail. */
export function requireMailable(email: string): void {
  if (isMailable(email)) return
  throw new AppError(
    'CONFLICT',
    `The account's address ${email} can't receive e-mail. Set another one with updateProfile first.`,
  )
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function checkNewPassword(password: string, argument: string): void {
  if (!isLongerThan(password, minPasswordLength - 1) || isLongerThan(password, maxPasswordLength)) {
    throw badArgument(argument, `must have ${minPasswordLength} to ${maxPasswordLength} characters`, 'LENGTH')
  }
}

/**
 * The e-mail in the form in which it is stored by registrations and imports.
 * @throws AppError BAD_USER_INPUT for text that can't be an e-mail.
 */
export function normalizeEmail(email: string): string {
  return toStoredEmail(requireText(email, 'input.email', { min: 0, max: maxEmailLength }).trim())
}

/** E-mails are stored as they are compared: in lower case and the normal form NFC. */
export function toStoredEmail(email: string): string {
  return email.toLowerCase().normalize()
}

/** @throws AppError BAD_USER_INPUT with the path of the argument, also for null: no field can be cleared. */
export function decodeProfileChange(input: {
  readonly name?: string | null
  readonly email?: string | null
  readonly ifUnmodifiedSince?: Date | null
}): ProfileChange {
  const change = checkAll({
    name: () => {
      const name = requireGiven(input.name, 'input.name')
      return name === undefined ? undefined : requireName(name, 'input.name')
    },
    email: () => {
      const email = requireGiven(input.email, 'input.email')
      return email === undefined ? undefined : requireNewEmail(email, 'input.email')
    },
  })
  return { ...change, ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined }
}

/**
 * @param purpose completes the message "is required ...": `to change the e-mail`.
 * @throws AppError BAD_USER_INPUT if the password is missing.
 */
export function requirePassword(
  password: string | null | undefined,
  argument: string,
  purpose: string,
): string {
  if (typeof password === 'string') return password
  throw badArgument(argument, `is required ${purpose}`, 'REQUIRED')
}

/** The same error for a wrong password, an unknown e-mail and a closed account. */
export function invalidCredentials(): AppError {
  return new AppError('INVALID_CREDENTIALS', 'Wrong e-mail or password.')
}

/** The same error for a wrong, used or expired code and an unknown e-mail. */
export function invalidCode(): AppError {
  return new AppError('INVALID_CODE', 'The code is wrong, used or expired. Request a new one.')
}

/** A concurrent request replaced the same credential first. */
export function passwordReplaced(): AppError {
  return new AppError('CONFLICT', 'Another request has just changed the password or API key. Log in again.')
}
