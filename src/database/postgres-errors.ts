import { AppError, type ErrorCode } from '../errors.ts'

/** What the violation of a constraint means to a client. */
const byConstraint: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  idx_users_email: ['EMAIL_TAKEN', 'An account with this e-mail exists. Log in, or use another e-mail.'],
  contracts_one_default: ['CONFLICT', 'Another contract became the default at the same moment. Try again.'],
  contracts_at_most_50_tags: ['CONFLICT', 'A contract has at most 50 tags. Remove some first.'],
  contract_competitors_at_most_100: ['CONFLICT', 'A contract has at most 100 competitors. Remove one first.'],
  contract_rpc_config_one_per_chain: [
    'CONFLICT',
    'The endpoints of the chain were added at the same moment. Try again.',
  ],
  analyses_status_edge: ['CONFLICT', 'The analysis has a status meanwhile from which this can not be done.'],
  // The contract was deleted while the analysis was being started.
  analyses_config_fkey: ['NOT_FOUND', 'Contract not found.'],
}

const byState: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  '22P02': ['BAD_USER_INPUT', 'A value has the wrong form for its type.'],
  '22P05': ['BAD_USER_INPUT', 'A text holds a character that the database can not keep.'],
  '22021': ['BAD_USER_INPUT', 'A text holds a character that the database can not keep, such as NUL.'],
  '22007': ['BAD_USER_INPUT', 'A date has the wrong form.'],
  '22003': ['BAD_USER_INPUT', 'A number is out of range.'],
  '22008': ['BAD_USER_INPUT', 'A date is out of range.'],
  '22001': ['BAD_USER_INPUT', 'A text is too long.'],
  '54000': ['BAD_USER_INPUT', 'A value is too large to be kept.'],
  '40P01': ['CONFLICT', 'Another change of the same objects was under way. Try again.'],
  '57014': ['TIMEOUT', 'The statement took too long and was stopped. Ask for less at once.'],
  '53300': ['UNAVAILABLE', 'The database has no connection left. Try again in a moment.'],
}

/** SQLSTATE classes and Node's codes that say that the database is out of reach, not that the statement is wrong. */
const unreachable = /^(08|57P0|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)/
const unreachableMessage = /timeout exceeded when trying to connect|Connection terminated|not queryable/

/** The expected failure behind a driver's error, by constraint, then SQLSTATE; undefined when it is a defect. */
export function toAppError(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, constraint } = readErrorFields(error)
  const known = byConstraint[constraint] ?? byState[code]
  if (known !== undefined) return new AppError(known[0], known[1], { cause: error })
  if (!unreachable.test(code) && !unreachableMessage.test(error.message)) return undefined
  return new AppError('UNAVAILABLE', 'The database is out of reach. Try again in a moment.', { cause: error })
}

/** SQLSTATE or Node's code of an error, and the violated constraint; empty where there is none. */
export function readErrorFields(error: unknown): { readonly code: string; readonly constraint: string } {
  const text = (key: string): string => {
    const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined
    return typeof value === 'string' ? value : ''
  }
  return { code: text('code'), constraint: text('constraint') }
}
