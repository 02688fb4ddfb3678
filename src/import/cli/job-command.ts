import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../../database/connection.ts'
import { AppError, OperatorError } from '../../errors.ts'
import { createRetry, createRevert, createVerification, type OperationOnJob } from '../import.rules.ts'
import { findImportJobs, type ImportJobRow } from '../job.store.ts'
import { toExactLine } from '../reject.rules.ts'
import { listRejectsWithBytes } from '../reject.store.ts'
import type { JobCommand } from './arguments.ts'

const rejectsAtOnce = 1000
const bytesAtOnce = 1024 * 1024
/** More than the importer keeps of any record. */
const allBytes = 2 ** 30

/**
 * What the operator asks to be done with an import, as a job.
 * @throws OperatorError when there is no such import, or it can't be done with it.
 */
export async function createJobRequest(db: Database, command: JobCommand): Promise<OperationOnJob> {
  const job = await getJob(db, command.jobId)
  try {
    switch (command.operation) {
      case 'verify':
        return createVerification(job, {}, null)
      case 'revert':
        return createRevert(job, { dryRun: command.isDryRun }, null)
      default:
        return createRetry(job, { orphans: command.orphans }, null)
    }
  } catch (error) {
    throw error instanceof AppError ? new OperatorError(error.message, { cause: error }) : error
  }
}

/**
 * Writes the rejects of an import as NDJSON with their exact bytes, secrets too: the operator's shell owns the database.
 * A reader that has seen enough may go away.
 * @throws OperatorError when there is no such import; the signal's reason.
 */
export async function writeRejects(
  db: Database,
  jobId: string,
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  await getJob(db, jobId)
  try {
    await pipeline(Readable.from(listLines(db, jobId)), target, { end: false, signal })
  } catch (error) {
    const hasEnough = error instanceof Error && 'code' in error && error.code === 'EPIPE'
    if (!hasEnough) throw signal.aborted ? signal.reason : error
  }
}

async function* listLines(db: Database, jobId: string): AsyncGenerator<string> {
  let after = 0
  for (;;) {
    const range = { jobId, after, first: rejectsAtOnce, maxBytes: bytesAtOnce, maxBytesEach: allBytes }
    const rejects = await listRejectsWithBytes(db, range)
    const last = rejects.at(-1)
    for (const reject of rejects) yield toExactLine(reject)
    if (last?.hasNext !== true) return
    after = last.number
  }
}

async function getJob(db: Database, jobId: string): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [jobId])
  if (job === undefined) throw new OperatorError(`There is no import ${jobId}.`)
  return job
}
