import { AppError } from '../errors.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The id in lower case, as the database gives it.
 * @throws AppError BAD_USER_INPUT that names the argument, for text that is no UUID.
 */
export function requireUuid(text: string, argument: string): string {
  if (uuid.test(text)) return text.toLowerCase()
  throw new AppError(
    'BAD_USER_INPUT',
    `Argument "${argument}" must be a UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301.`,
    { details: { argument } },
  )
}
