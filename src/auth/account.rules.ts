import { AppError } from '../errors.ts'

const minPasswordLength = 8
/** Hashing takes time with the length; nobody types more. */
const maxPasswordLength = 1024
const maxNameLength = 255
const maxEmailLength = 255

/** @throws AppError BAD_USER_INPUT that names the field. */
export function checkNewAccount(input: {
  readonly email: string
  readonly password: string
  readonly name: string
}): void {
  const { email, password, name } = input
  if (password.length < minPasswordLength || password.length > maxPasswordLength) {
    throw badField('password', `must have ${minPasswordLength} to ${maxPasswordLength} characters`)
  }
  if (name.trim() === '' || name.length > maxNameLength) {
    throw badField('name', `must have 1 to ${maxNameLength} characters`)
  }
  if (email.length > maxEmailLength) throw badField('email', `must have at most ${maxEmailLength} characters`)
}

/** The one answer to a wrong password, an unknown e-mail and a closed account. */
export function invalidCredentials(): AppError {
  return new AppError('INVALID_CREDENTIALS', 'E-mail and password do not belong together.')
}

function badField(field: string, problem: string): AppError {
  return new AppError('BAD_USER_INPUT', `The ${field} ${problem}.`, {
    details: { argument: `input.${field}` },
  })
}
