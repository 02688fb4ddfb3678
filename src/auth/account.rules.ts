import { isLongerThan, requireText } from '../database/validation.ts'
import { AppError, badArgument, requireGiven } from '../errors.ts'
import type { ProfileChange } from './account.store.ts'

const minPasswordLength = 8
/** Hashing takes time with the length; nobody types more. */
const maxPasswordLength = 1024
const maxNameLength = 255
const maxEmailLength = 255
/**
 * RFC 6761 reserves these domains: no mail server has them. Closed accounts, placeholders and the first administrator
 * have such an e-mail.
 */
const reservedDomain = /[@.](invalid|localhost)$/

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function checkNewAccount(input: {
  readonly email: string
  readonly password: string
  readonly name: string
}): void {
  checkNewPassword(input.password, 'input.password')
  requireName(input.name, 'input.name')
  requireNewEmail(input.email, 'input.email')
}

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function requireName(name: string, argument: string): string {
  return requireText(name, argument, { max: maxNameLength })
}

/**
 * The e-mail of a new account, or the new e-mail of an old one, in the form that is stored.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function requireNewEmail(text: string, argument: string): string {
  const email = requireText(text, argument, { max: maxEmailLength }).toLowerCase()
  if (!isMailable(email)) throw badArgument(argument, 'must be an address that can receive mail')
  return email
}

/** Whether the e-mail, in lower case, can receive mail. */
export function isMailable(email: string): boolean {
  return !reservedDomain.test(email)
}

/** @throws AppError CONFLICT when the account's e-mail can't receive mail. */
export function requireMailable(email: string): void {
  if (isMailable(email)) return
  throw new AppError(
    'CONFLICT',
    `The account's e-mail, ${email}, can't receive mail. Set another one with updateProfile first.`,
  )
}

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function checkNewPassword(password: string, argument: string): void {
  if (!isLongerThan(password, minPasswordLength - 1) || isLongerThan(password, maxPasswordLength)) {
    throw badArgument(argument, `must have ${minPasswordLength} to ${maxPasswordLength} characters`)
  }
}

/**
 * An e-mail that somebody typed, in the form that is stored: the same that an import gives it.
 * @throws AppError BAD_USER_INPUT for text that no e-mail can be.
 */
export function normalizeEmail(email: string): string {
  return requireText(email, 'input.email', { min: 0, max: maxEmailLength }).trim().toLowerCase()
}

/**
 * What of the profile is to change.
 * @throws AppError BAD_USER_INPUT that names the argument, also for a null: neither may be empty.
 */
export function decodeProfileChange(input: {
  readonly name?: string | null
  readonly email?: string | null
  readonly ifUnmodifiedSince?: Date | null
}): ProfileChange {
  const name = requireGiven(input.name, 'input.name')
  const email = requireGiven(input.email, 'input.email')
  return {
    name: name === undefined ? undefined : requireName(name, 'input.name'),
    email: email === undefined ? undefined : requireNewEmail(email, 'input.email'),
    ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
  }
}

/**
 * @param purpose what the password is needed for: `to change the e-mail`.
 * @throws AppError BAD_USER_INPUT when the password is missing.
 */
export function requirePassword(
  password: string | null | undefined,
  argument: string,
  purpose: string,
): string {
  if (typeof password === 'string') return password
  throw badArgument(argument, `is needed ${purpose}`)
}

/** The one answer to a wrong password, an unknown e-mail and a closed account. */
export function invalidCredentials(): AppError {
  return new AppError('INVALID_CREDENTIALS', 'E-mail and password do not belong together.')
}

/** The one answer to a wrong code, a used one, an expired one, and an unknown e-mail. */
export function invalidCode(): AppError {
  return new AppError('INVALID_CODE', 'The code is wrong or no longer good. Ask for a new one.')
}

/** Another request replaced the same credential first. */
export function passwordReplaced(): AppError {
  return new AppError(
    'CONFLICT',
    'The password or API key was changed by another request at the same time. Log in again.',
  )
}
