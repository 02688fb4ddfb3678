import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../../database/connection.ts'
import { AppError, OperatorError } from '../../errors.ts'
import {
  createRetry,
  createRevert,
  createTakeOver,
  createVerification,
  type OperationOnJob,
} from '../import.rules.ts'
import { findImportJobs, type ImportJobRow } from '../job.store.ts'
import { toExactLine } from '../reject.rules.ts'
import { listRejectsWithBytes } from '../reject.store.ts'
import type { JobCommand } from './arguments.ts'

const maxBatchRejects = 1000
const maxBatchBytes = 1024 * 1024
/** Larger than any record that the importer keeps. */
const unlimitedBytes = 2 ** 30

/**
 * Creates the request for an operation on an earlier import.
 * @throws OperatorError if there is no such import, or the operation is not possible on it.
 */
export async function createJobRequest(db: Database, command: JobCommand): Promise<OperationOnJob> {
  const job = await getJob(db, command.jobId)
  const { orphans, onEmailTaken } = command
  try {
    switch (command.operation) {
      case 'verify':
        return createVerification(job, {}, null)
      case 'take-over':
        return createTakeOver(job, {}, null)
      case 'revert':
        return createRevert(job, { dryRun: command.isDryRun }, null)
      default:
        return createRetry(job, { orphans, onEmailTaken }, null)
    }
  } catch (error) {
    throw error instanceof AppError ? new OperatorError(error.message, { cause: error }) : error
  }
}

export interface WriteRejectsOptions {
  readonly jobId: string
  readonly target: Writable
  readonly signal: AbortSignal
}

/**
 * Writes the rejects of an import as NDJSON with their exact bytes, including secrets: the user of the command owns the
 * database. Returns early if the reader closes the pipe.
 * @throws OperatorError if there is no such import; the signal's reason if it aborts.
 */
export async function writeRejects(
  db: Database,
  { jobId, target, signal }: WriteRejectsOptions,
): Promise<void> {
  await getJob(db, jobId)
  try {
    await pipeline(Readable.from(listLines(db, jobId)), target, { end: false, signal })
  } catch (error) {
    const isPipeClosed = error instanceof Error && 'code' in error && error.code === 'EPIPE'
    if (!isPipeClosed) throw signal.aborted ? signal.reason : error
  }
}

async function* listLines(db: Database, jobId: string): AsyncGenerator<string> {
  let after = 0
  for (;;) {
    const limits = { first: maxBatchRejects, maxBytes: maxBatchBytes, maxBytesEach: unlimitedBytes }
    const rejects = await listRejectsWithBytes(db, { jobId, after, ...limits })
    for (const reject of rejects) yield toExactLine(reject)
    const last = rejects.at(-1)
    if (last?.hasNext !== true) return
    after = last.number
  }
}

async function getJob(db: Database, jobId: string): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [jobId])
  if (job === undefined) throw new OperatorError(`There is no import ${jobId}.`)
  return job
}
