import { setTimeout as sleep } from 'node:timers/promises'
import type { ExternalDatabase } from '../../../src/config.ts'
import { toUrl } from '../dedicated-postgres.ts'
import { type Program, runProgram } from '../programs.ts'
import { findLastJob, type JobState } from './import-state.ts'

/** A program that imports. */
export interface Importer {
  readonly program: Program
  /** Sends a mutation to a server; a command knows none. */
  ask(query: string, variables: object): Promise<unknown>
  /** Resolves when no more comes of the import: the command ended, or the server's job did, or the server. */
  untilOver(): Promise<void>
  /** Ends the program, if it runs. */
  close(): Promise<void>
}

export interface ImportTask {
  /** Of the database. */
  readonly name: string
  readonly database: ExternalDatabase
  readonly directory: string
  /** The job that made the state before. */
  readonly earlierJobId: string
  /** An administrator's. */
  readonly apiKey: string
}

const pollMs = 10
const jwtSecret = 'only-the-server-signs-tokens-with-it'
const mutation = `mutation ($input: ImportLegacyDataInput!) { importLegacyData(input: $input) { job { id } } }`

/** Imports by the command, which ends with its import. */
export function importByCommand({ database, directory }: ImportTask): Importer {
  const words = [directory, '--on-conflict', 'update-if-newer', '--allow-rejects']
  const environment = { DATABASE_URL: toUrl(database), JWT_SECRET: jwtSecret }
  const program = runProgram('src/import/cli/import.cli.ts', words, environment)
  return {
    program,
    ask: () => Promise.reject(new Error('A command takes no mutations.')),
    untilOver: async () => void (await program.exited),
    close: () => stop(program),
  }
}

/** Starts a server and has it import. */
export async function importByServer(task: ImportTask): Promise<Importer> {
  const program = runProgram('src/main.js', [], {
    DATABASE_URL: toUrl(task.database),
    JWT_SECRET: jwtSecret,
    LEGACY_DATA_DIR: task.directory,
    PORT: '0',
    LOG_LEVEL: 'warn',
  })
  const [url] = await program.untilPrinted(/http:\/\/[^\s]+\/graphql(?=\n)/)
  const ask = (query: string, variables: object) => send(url, task.apiKey, query, variables)
  await ask(mutation, { input: { directory: task.directory, onConflict: 'UPDATE_IF_NEWER' } })
  return {
    program,
    ask,
    untilOver: () => Promise.race([untilJobEnded(task), program.exited.then(() => undefined)]),
    close: () => stop(program),
  }
}

/** The job, once it is there: from then on the import runs. */
export async function untilJob({ database, earlierJobId }: ImportTask): Promise<JobState> {
  for (;;) {
    const job = await findLastJob(database, earlierJobId)
    if (job !== undefined) return job
    await sleep(pollMs)
  }
}

async function send(url: string, apiKey: string, query: string, variables: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = JSON.parse(await response.text())
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

async function untilJobEnded({ database, earlierJobId }: ImportTask): Promise<void> {
  const hasEnded = ({ phase }: JobState) => /^(completed|failed|cancelled)$/.test(phase)
  while (
    !(await findLastJob(database, earlierJobId).then(
      (job) => job && hasEnded(job),
      () => false,
    ))
  ) {
    await sleep(pollMs)
  }
}

async function stop({ child, exited }: Program): Promise<void> {
  child.kill('SIGTERM')
  await exited
}
