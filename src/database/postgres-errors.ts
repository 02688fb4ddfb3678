import { AppError, type ErrorCode } from '../errors.ts'
import { SessionSetupError } from './session/settings.ts'

/** The error that a client gets for the violation of a constraint. */
const byConstraint: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  idx_users_email: ['EMAIL_TAKEN', 'An account with this e-mail exists. Log in, or use another e-mail.'],
  contracts_one_default: ['CONFLICT', 'Another contract became the default at the same moment. Try again.'],
  contracts_at_most_50_tags: ['CONFLICT', 'A contract has at most 50 tags. Remove some first.'],
  contract_competitors_at_most_100: ['CONFLICT', 'A contract has at most 100 competitors. Remove one first.'],
  contract_rpc_config_one_per_chain: [
    'CONFLICT',
    'The endpoints of the chain were added at the same moment. Try again.',
  ],
  analyses_status_edge: [
    'CONFLICT',
    'The status of the analysis has changed, and its new status does not allow this.',
  ],
  // The contract was deleted while the analysis was being started.
  analyses_config_fkey: ['NOT_FOUND', 'Contract not found.'],
}

const unreachable = ['UNAVAILABLE', 'The database is unreachable. Try again in a moment.'] as const
const overloaded = [
  'UNAVAILABLE',
  'The database has no resources left for the request. Try again in a moment.',
] as const
const busy = ['BUSY', 'Another change of the same objects is in progress. Try again.'] as const
const readOnly = ['UNAVAILABLE', 'The database is read-only at the moment. Try again in a moment.'] as const

/** By SQLSTATE, or else by its class: the first two characters. */
const byState: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  '22P02': ['BAD_USER_INPUT', 'A value has the wrong form for its type.'],
  '22P05': ['BAD_USER_INPUT', "A text contains a character that the database can't store."],
  '22021': ['BAD_USER_INPUT', "A text contains a character that the database can't store, such as NUL."],
  '22007': ['BAD_USER_INPUT', 'A date has the wrong form.'],
  '22003': ['BAD_USER_INPUT', 'A number is out of range.'],
  '22008': ['BAD_USER_INPUT', 'A date is out of range.'],
  '22001': ['BAD_USER_INPUT', 'A text is too long.'],
  '54000': ['BAD_USER_INPUT', 'A value is too large to be stored.'],
  '08': unreachable,
  '25': ['UNAVAILABLE', 'The database aborted the transaction. Try again.'],
  '25006': readOnly,
  '25P03': [
    'BUSY',
    'The transaction was idle for too long and was rolled back; nothing was changed. Try again.',
  ],
  '25P04': ['TIMEOUT', 'The transaction took too long and was rolled back. Request less at once.'],
  '40': busy,
  // The connection was lost during the commit.
  '40003': [
    'UNAVAILABLE',
    'It is unknown whether the change was made. Read the objects again before you retry.',
  ],
  '53': overloaded,
  '53100': ['UNAVAILABLE', "The database's disk is full. Its operator must free space."],
  '53200': ['UNAVAILABLE', 'The database is out of memory. Try again in a moment, and request less at once.'],
  '53300': ['UNAVAILABLE', 'The database has no connection left. Try again in a moment.'],
  '55': busy,
  '57': unreachable,
  '57014': ['TIMEOUT', 'The statement took too long and was cancelled. Request less at once.'],
  '58': ['UNAVAILABLE', "The database's host reported a system error. Its operator must check the log."],
}

/** Error codes of Node.js and PostgreSQL for an unreachable database. */
const unreachableCode = /^(08|57P0|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
const unreachableMessage =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|timeout expired/
const isSqlState = /^[0-9A-Z]{5}$/
const transientStates: ReadonlySet<string> = new Set(['40001', '40P01'])

/** How many times a change is attempted in total when it conflicts with concurrent changes. */
export const transientAttempts = 5
const firstPauseMs = 20

/** How long to wait before an attempt, from the second one on. Random, so that conflicting transactions separate. */
export function retryPauseMs(attempt: number): number {
  return firstPauseMs * 2 ** (attempt - 2) * (0.5 + Math.random())
}

/**
 * True for a serialization failure or a deadlock: the statement, or its transaction, was rolled back and may succeed when
 * it is run again.
 */
export function isTransient(error: unknown): boolean {
  return transientStates.has(readErrorFields(error).code)
}

/** True if the connection is lost, or none can be opened. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return unreachableCode.test(readErrorFields(error).code) || unreachableMessage.test(error.message)
}

/** The error for the client, by constraint, then by SQLSTATE; undefined for an unexpected error. */
export function toAppError(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined
  const known = findMeaning(error)
  return known === undefined ? undefined : new AppError(known[0], known[1], { cause: error })
}

function findMeaning(error: Error): readonly [ErrorCode, string] | undefined {
  if (isUnreachable(error)) return unreachable
  // The session of a new connection can't be used: the log contains the fix for the operator.
  if (error instanceof SessionSetupError) return unreachable
  const { code, constraint } = readErrorFields(error)
  const byName = byConstraint[constraint]
  if (byName !== undefined || !isSqlState.test(code)) return byName
  return byState[code] ?? byState[code.slice(0, 2)]
}

/** The SQLSTATE or Node.js code of an error, and the violated constraint; empty if the error has neither. */
export function readErrorFields(error: unknown): { readonly code: string; readonly constraint: string } {
  const text = (key: string): string => {
    const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined
    return typeof value === 'string' ? value : ''
  }
  return { code: text('code'), constraint: text('constraint') }
}
