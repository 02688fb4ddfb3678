import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createConnection } from '../../../src/database/connection.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { hex, uuid } from '../../fixtures/make-legacy/seeded.ts'
import type { DedicatedPostgres } from '../dedicated-postgres.ts'
import { createDirectory } from '../embedded-postgres.ts'
import { insertUser } from '../factories.ts'
import {
  type LegacyRecord,
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../legacy-records.ts'
import { connectionTo } from '../postgres.ts'
import { digestJob, digestTables, findLastJob, type JobState, type TablesDigest } from './import-state.ts'
import { type ImportTask, importByCommand } from './importer.ts'

/** The states before and after an undisturbed import, for comparison. */
export interface FaultScenario {
  readonly postgres: DedicatedPostgres
  readonly before: TablesDigest
  readonly after: TablesDigest
  /** The undisturbed job, with digests of its files, undo log and rejects. */
  readonly job: JobState
  readonly jobTables: TablesDigest
  /** Between the job's creation and its end. */
  readonly durationMs: number
  /** Creates a database in the initial state, and the task of importing the later tree into it. */
  createTask(tablespace?: string): Promise<ImportTask>
}

const template = 'before'

/**
 * Creates both states: an import of the earlier tree with some rows changed afterwards, and an undisturbed import of the
 * later tree into it.
 */
export async function prepareFaultScenario(postgres: DedicatedPostgres): Promise<FaultScenario> {
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

async function importEarlier(postgres: DedicatedPostgres, directory: string) {
  const database = postgres.databaseOf(template)
  const connection = createConnection(connectionTo(database))
  const { apiKey } = await insertUser(connection.db, { role: 'admin' })
  await connection.close()
  const noJobId = '00000000-0000-4000-8000-000000000000'
  const job = await importToEnd({ name: template, database, directory, apiKey, earlierJobId: noJobId })
  await withClient(database, (client) =>
    client.query(
      `update contracts set name = 'Renamed' where id in (select id from contracts order by id limit 5)`,
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
  const [after, jobTables] = [await digestTables(database), await digestJob(database, job.id)]
  return { job, after, jobTables, durationMs: rows[0]?.ms ?? 0 }
}

/** Runs the import command to its end and returns the job. */
export async function importToEnd(task: ImportTask): Promise<JobState> {
  const { program } = importByCommand(task)
  await program.exited
  const job = await findLastJob(task.database, task.earlierJobId)
  if (job === undefined) throw new Error(`The import created no job: ${program.stderr()}`)
  return job
}

/*
 * Two states of a legacy application. The later one has more records, and newer versions of some. The records are the
 * same in every run. They fill about twenty batches and contain every reason for rejecting or skipping a record.
 */

const users = 300
const contracts = 500
const analyses = 260
const sessions = 250
const messages = 2_400
/** Large enough for a batch to contain only a few analyses. */
const resultsBytes = 30_000
/** The share of all records that the earlier state has. */
const earlierPart = 0.3

type TreeState = 'earlier' | 'later'

/** Writes the files of one state below `directory`. */
async function writeFaultTree(directory: string, state: TreeState): Promise<void> {
  for (const [path, content] of Object.entries(createFiles(state))) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), content)
  }
}

function createFiles(state: TreeState): Record<string, string> {
  const make = <Item>(count: number, item: (number: number) => Item): Item[] =>
    Array.from({ length: state === 'later' ? count : Math.floor(count * earlierPart) }, (_, at) => item(at))
  const allUsers = make(users, (number) => createUser(number, state))
  const allContracts = make(contracts, (number) => createContract(number, state))
  const allAnalyses = make(analyses, createAnalysis)
  const half = Math.floor(allAnalyses.length / 2)
  return {
    'users.json': toText(allUsers),
    'contracts.json': toText([...allContracts, ...allContracts.slice(0, 1).map(rename), orphan('contract')]),
    'contracts.json.backup': toText([...allContracts.slice(0, 50), backupOnly('contract')]),
    'analyses.json': toText(allAnalyses.slice(0, half)).slice(0, -200),
    'analyses.json.backup': toText(allAnalyses.slice(0, half)),
    [`users/${uuid('user 0')}/analyses.json`]: toText(allAnalyses.slice(half)),
    'chat_sessions.json': toText([...make(sessions, createSession), orphan('session')]),
    'chat_messages.json': `${toText(make(messages, createMessage))}\n  {"id": 4`,
  }
}

/** Fields that make one in ten records newer in the later state. */
function newerFields(number: number, state: TreeState): object {
  return state === 'later' && number % 10 === 0
    ? { name: `Newer ${number}`, updatedAt: '2025-06-01T00:00:00.000Z' }
    : {}
}

function createUser(number: number, state: TreeState): LegacyRecord {
  return legacyUser({
    id: uuid(`user ${number}`),
    email: `user-${number}@example.org`,
    apiKey: hex(`key ${number}`, 64),
    onboarding: number % 3 === 0 ? { completed: true } : undefined,
    unknown: { number },
    ...newerFields(number, state),
  })
}

function ownerOf(number: number): string {
  return uuid(`user ${number % Math.floor(users * earlierPart)}`)
}

function createContract(number: number, state: TreeState): LegacyRecord {
  return legacyContract(ownerOf(number), {
    id: uuid(`contract ${number}`),
    competitors: [
      { id: `comp-${number}`, address: '0x2', chain: 'lisk', addedAt: '2025-01-02T00:00:00.000Z' },
    ],
    rpcConfig: { lisk: [`https://${number}.example.org`] },
    ...newerFields(number, state),
  })
}

function createAnalysis(number: number): LegacyRecord {
  const results = { text: hex(`results ${number}`, 2_000).repeat(resultsBytes / 2_000), number }
  return legacyAnalysis(uuid('user 0'), { id: uuid(`analysis ${number}`), results })
}

function createSession(number: number): LegacyRecord {
  return legacySession(ownerOf(number), { id: uuid(`session ${number}`) })
}

/** One in a hundred refers to a session that doesn't exist. */
function createMessage(number: number): LegacyRecord {
  const session = number % 100 === 99 ? 'nowhere' : `session ${number % Math.floor(sessions * earlierPart)}`
  const content = `Message ${number} ${hex(`message ${number}`, 400)}`
  return legacyMessage(uuid(session), { id: uuid(`message ${number}`), content })
}

function rename(record: LegacyRecord): LegacyRecord {
  return { ...record, name: 'Duplicate with another name' }
}

function orphan(kind: 'contract' | 'session'): LegacyRecord {
  const create = kind === 'contract' ? legacyContract : legacySession
  return create(uuid('unknown user'), { id: uuid(`orphaned ${kind}`) })
}

/** A record that exists only in the backup. */
function backupOnly(kind: 'contract'): LegacyRecord {
  return legacyContract(ownerOf(1), { id: uuid(`backup-only ${kind}`) })
}

function toText(records: readonly LegacyRecord[]): string {
  return JSON.stringify(records, null, 2)
}
