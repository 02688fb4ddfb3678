import { isUnreachable, readErrorFields } from '../database/postgres-errors.ts'
import { AppError } from '../errors.ts'

/** Why a job failed. Stable: clients branch on these codes. */
export const importFailureCodes = {
  INTERRUPTED:
    'The server stopped during the import, or a statement was cancelled. Nothing was published. Start it again.',
  DATABASE_LOST:
    'The connection to the database was lost. Nothing was published. Start it again when the database is available.',
  CONFLICT: 'The same data was changed during the import. Nothing was published. Start it again.',
  DISK_FULL: "The database's disk is full. Nothing was published. Free up space, then start it again.",
  SOURCE_UNREADABLE: 'Nothing was published.',
  OUT_OF_MEMORY:
    'A record with millions of values needs more memory than an import may use. Nothing was published. Remove the largest records from the files, then start it again.',
  UPLOAD_ABORTED: 'Not all files arrived. Nothing was published. Upload them again.',
  TARGET_UNWRITABLE: 'Nothing was exported.',
  NOT_POSSIBLE: 'Nothing was done.',
  VERIFICATION_FAILED:
    'Stored records differ from the files. Nothing was published. This is a bug: report it.',
  INTERNAL:
    'A bug in the importer. Nothing was published. The server log has the details under the id of the job.',
} as const

export type ImportFailureCode = keyof typeof importFailureCodes

/** The failure of a job, with its details. */
export class ImportFailure extends Error {
  readonly code: ImportFailureCode
  readonly details: string

  /** @param details one or more sentences that follow the text of the code. */
  constructor(code: ImportFailureCode, details = '', options: { cause?: unknown } = {}) {
    super(`${importFailureCodes[code]}${details === '' ? '' : ` ${details}`}`, options)
    this.name = 'ImportFailure'
    this.code = code
    this.details = details
  }
}

/** The operating system could not write an export. The message names the path and the reason. */
export class DiskFailure extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'DiskFailure'
  }
}

/** Unique and foreign keys, serialization, deadlock, lock not available. */
const conflictStates = /^(23505|23503|40001|40P01|55P03)$/
const diskFull = '53100'
/** A database administrator cancelled the statement. */
const statementCancelled = '57014'

/** Translates any error that ended a job for its operator. */
export function toImportFailure(error: unknown): ImportFailure {
  if (error instanceof ImportFailure) return error
  if (error instanceof AppError)
    return new ImportFailure('SOURCE_UNREADABLE', error.message, { cause: error })
  if (error instanceof DiskFailure)
    return new ImportFailure('TARGET_UNWRITABLE', error.message, { cause: error })
  const { code, constraint } = readErrorFields(error)
  if (conflictStates.test(code)) {
    return new ImportFailure('CONFLICT', describeConflict(code, constraint), { cause: error })
  }
  if (code === diskFull) return new ImportFailure('DISK_FULL', '', { cause: error })
  if (code === statementCancelled) return new ImportFailure('INTERRUPTED', '', { cause: error })
  if (isUnreachable(error)) return new ImportFailure('DATABASE_LOST', '', { cause: error })
  return new ImportFailure('INTERNAL', '', { cause: error })
}

const conflicts: Readonly<Record<string, string>> = {
  idx_users_email: 'An account was created with an e-mail that is also in the files.',
  idx_users_api_key: 'An account was given an API key that is also in the files.',
  contracts_one_default: 'The owner of an imported contract made another contract the default.',
}

/** Never includes the values: e-mails and keys are private. */
function describeConflict(state: string, constraint: string): string {
  return conflicts[constraint] ?? `PostgreSQL reported SQLSTATE ${state} ${constraint}`.trim()
}
