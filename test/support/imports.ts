import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Connection } from '../../src/database/connection.ts'
import type { ImportLegacyDataInput } from '../../src/generated/graphql.ts'
import { createImportRequest } from '../../src/import/import-job.rules.ts'
import { findImportJobs, type ImportJobRow } from '../../src/import/import-job.store.ts'
import { createImportRunner, type ImportRunner } from '../../src/import/import-runner.ts'
import { createLogger } from '../../src/logger.ts'

export const silentLogger = createLogger('silent')

/** A runner that reads any directory. */
export function createTestRunner(connection: Connection): ImportRunner {
  return createImportRunner({ connection, logger: silentLogger, findDirectory: async (named) => named })
}

/** Imports a directory and returns the job when it has ended. */
export async function importTree(
  connection: Connection,
  directory: string,
  input: Omit<ImportLegacyDataInput, 'directory'> = {},
): Promise<ImportJobRow> {
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createImportRequest({ ...input, directory }, null))
  await runner.untilEnded(jobId)
  return getJob(connection, jobId)
}

export async function getJob({ db }: Connection, jobId: string): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [jobId])
  if (job === undefined) throw new Error(`There is no job ${jobId}.`)
  return job
}

/** Writes files, path to content, into a directory of their own, which goes when the test is over. */
export async function writeTree(files: Readonly<Record<string, unknown>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-import-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2)
    await writeFile(join(directory, path), text)
  }
  return directory
}

/** Empties every table that an import writes to. */
export async function clearTables({ pool }: Connection): Promise<void> {
  await pool.query('truncate users, import_jobs, legacy_records cascade')
}
