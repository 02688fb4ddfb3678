import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createConnection } from '../../../src/database/connection.ts'
import { withClient } from '../../../src/database/single-client.ts'
import { createDirectory } from '../embedded.ts'
import { insertUser } from '../factories.ts'
import { connectionTo } from '../server.ts'
import { writeFaultTree } from './fault-tree.ts'
import { digestJob, digestTables, findLastJob, type JobState, type TablesDigest } from './import-state.ts'
import { type ImportTask, importByCommand } from './importer.ts'
import type { OwnPostgres } from './own-postgres.ts'

/** What an import finds and what it makes of it when nothing goes wrong, to compare with. */
export interface FaultStage {
  readonly postgres: OwnPostgres
  readonly before: TablesDigest
  readonly after: TablesDigest
  /** The undisturbed job, with what is kept of it. */
  readonly job: JobState
  readonly kept: TablesDigest
  /** From the job's start to its end. */
  readonly durationMs: number
  /** A database in the state before, for the length of a test, and what is to be imported into it. */
  createTask(tablespace?: string): Promise<ImportTask>
}

const template = 'before'

/**
 * Makes the two states: an import of the earlier tree with some rows that were
 * changed since, and behind it an undisturbed import of the later tree.
 */
export async function prepareFaultStage(postgres: OwnPostgres): Promise<FaultStage> {
  const directory = createDirectory()
  await writeFaultTree(join(directory, 'earlier'), 'earlier')
  await writeFaultTree(join(directory, 'later'), 'later')
  await postgres.copyDatabase('migrated', template)
  const { apiKey, earlierJobId } = await importEarlier(postgres, join(directory, 'earlier'))
  const createTask = async (tablespace?: string) => {
    const name = `point_${randomBytes(6).toString('hex')}`
    await postgres.copyDatabase(template, name, tablespace)
    const database = postgres.databaseOf(name)
    return { name, database, directory: join(directory, 'later'), earlierJobId, apiKey }
  }
  const before = await digestTables(postgres.databaseOf(template))
  return { postgres, before, createTask, ...(await importUndisturbed(await createTask())) }
}

async function importEarlier(postgres: OwnPostgres, directory: string) {
  const database = postgres.databaseOf(template)
  const connection = createConnection(connectionTo(database))
  const { apiKey } = await insertUser(connection.db, { role: 'admin' })
  await connection.close()
  const nobody = '00000000-0000-4000-8000-000000000000'
  const job = await importToEnd({ name: template, database, directory, apiKey, earlierJobId: nobody })
  await withClient(database, (client) =>
    client.query(
      `update contracts set name = 'Chosen here' where id in (select id from contracts order by id limit 5)`,
    ),
  )
  return { apiKey, earlierJobId: job.id }
}

async function importUndisturbed(task: ImportTask) {
  const { database } = task
  const job = await importToEnd(task)
  const { rows } = await withClient(database, (client) =>
    client.query<{ ms: number }>(
      `select (1000 * extract(epoch from finished_at - created_at))::int as ms from import_jobs where id = $1`,
      [job.id],
    ),
  )
  const [after, kept] = [await digestTables(database), await digestJob(database, job.id)]
  return { job, after, kept, durationMs: rows[0]?.ms ?? 0 }
}

/** Imports by the command; returns the job. */
export async function importToEnd(task: ImportTask): Promise<JobState> {
  const { program } = importByCommand(task)
  await program.exited
  const job = await findLastJob(task.database, task.earlierJobId)
  if (job === undefined) throw new Error(`No job was made: ${program.stderr()}`)
  return job
}
