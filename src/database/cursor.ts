import { AppError } from '../errors.ts'

/** A row's place in a list: the value it is ordered by, as text, and its id. */
export interface Position {
  readonly value: string
  readonly id: string
}

const version = 1
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An opaque cursor. It carries the order's name, so that a cursor of another order is noticed. */
export function encodeCursor(order: string, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([version, order, value, id])).toString('base64url')
}

/**
 * @param argument the GraphQL argument that holds the cursor, for the message.
 * @throws AppError BAD_USER_INPUT for text that is no cursor, or a cursor of another order.
 */
export function decodeCursor(cursor: string, order: string, argument: string): Position {
  const [cursorOrder, value, id] = parse(cursor)
  if (value === undefined || id === undefined || !uuid.test(id)) {
    throw badCursor(argument, 'is not a cursor. Take one from a page of this list.')
  }
  if (cursorOrder !== order) {
    throw badCursor(argument, `belongs to a list in another order (${cursorOrder}, not ${order}).`)
  }
  return { value, id }
}

/** What stands after the version; nothing for text that is no cursor. */
function parse(cursor: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parts) || parts.shift() !== version) return []
    return parts.every((part) => typeof part === 'string') ? parts : []
  } catch {
    return []
  }
}

function badCursor(argument: string, problem: string): AppError {
  return new AppError('BAD_USER_INPUT', `Argument "${argument}" ${problem}`, { details: { argument } })
}
