import { isUnreachable, readErrorFields } from '../database/postgres-errors.ts'
import { AppError } from '../errors.ts'
import { DiskFailure } from './export/disk-failure.ts'

/** Why an import ends without result. Stable: clients branch on it. */
export const importFailureCodes = {
  INTERRUPTED:
    'The server stopped while the import ran, or its statement was cancelled. Nothing was published. Start it again.',
  DATABASE_LOST:
    'The connection to the database broke. Nothing of the import was published. Start it again when the database is back.',
  CONFLICT:
    'Somebody changed the same data while the import ran. Nothing of it was published. Start it again.',
  DISK_FULL:
    "The database's disk is full. Nothing of the import was published. Make room, then start it again.",
  SOURCE_UNREADABLE: 'Nothing was published.',
  OUT_OF_MEMORY:
    'A record needs more memory than an import may take: millions of values in one. Nothing was published. Take the largest records out of the files, then start it again.',
  UPLOAD_ABORTED: 'Not all files came. Nothing was published. Upload them again.',
  TARGET_UNWRITABLE: 'Nothing of the export is left.',
  NOT_POSSIBLE: 'Nothing was done.',
  VERIFICATION_FAILED:
    'What came to stand in the tables is not what the files say. Nothing was published. This is a defect: report it.',
  INTERNAL:
    'A defect of the importer. Nothing was published. The log has the details under the id of the job.',
} as const

export type ImportFailureCode = keyof typeof importFailureCodes

/** A failure with what is particular to it. */
export class ImportFailure extends Error {
  readonly code: ImportFailureCode
  /** The particulars alone. */
  readonly what: string

  /** @param what the particulars, one or more sentences, or nothing. */
  constructor(code: ImportFailureCode, what = '', options: { cause?: unknown } = {}) {
    super(`${importFailureCodes[code]}${what === '' ? '' : ` ${what}`}`, options)
    this.name = 'ImportFailure'
    this.code = code
    this.what = what
  }
}

/** Unique and foreign keys, serialization, deadlock, lock not available. */
const conflictStates = /^(23505|23503|40001|40P01|55P03)$/
const diskFull = '53100'
/** An administrator of the database cancelled the statement. */
const statementCancelled = '57014'

/** What any error that ended an import means to its operator. */
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
  idx_users_email: 'An account was opened with an e-mail that the files have too.',
  idx_users_api_key: 'An account got an API key that the files have too.',
  contracts_one_default: 'The owner of an imported contract made another contract the default.',
}

/** Never the values: an e-mail or a key is nobody else's business. */
function describeConflict(state: string, constraint: string): string {
  return conflicts[constraint] ?? `PostgreSQL says: SQLSTATE ${state} ${constraint}`.trim()
}
