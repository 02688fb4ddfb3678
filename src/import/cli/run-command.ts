import type { Database } from '../../database/connection.ts'
import { toAppError } from '../../database/postgres-errors.ts'
import { AppError, OperatorError } from '../../errors.ts'
import { DiskFailure } from '../export/disk-failure.ts'
import { findImportJobs, type ImportJobRow } from '../job.store.ts'

/** Throws what a command can say in a sentence as that sentence, and a defect as it is. */
export function throwOperatorError(error: unknown): never {
  const isExpected = error instanceof AppError || error instanceof DiskFailure
  const expected = isExpected ? error : toAppError(error)
  throw expected === undefined ? error : new OperatorError(expected.message, { cause: error })
}

/**
 * A command's job once it has ended.
 * @throws OperatorError when the database, which alone knows how, is gone by then.
 */
export async function getEndedJob(db: Database, jobId: string): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [jobId]).catch((error: unknown) => {
    if (toAppError(error) === undefined) throw error
    const what = `The database is out of reach: what became of job ${jobId} can't be told now.`
    throw new OperatorError(`${what} Give the same command again when it is back.`, { cause: error })
  })
  if (job === undefined) throw new Error(`Job ${jobId} has disappeared from the database.`)
  return job
}
