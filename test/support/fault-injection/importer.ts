import { setTimeout as sleep } from 'node:timers/promises'
import type { ExternalDatabase } from '../../../src/config.ts'
import { toUrl } from '../dedicated-postgres.ts'
import { type Program, runProgram } from '../programs.ts'
import { findLastJob, type JobState } from './import-state.ts'

/** A command or a server that runs an import. */
export interface Importer {
  readonly program: Program
  /** Sends a mutation to a server. Rejects for a command. */
  ask(query: string, variables: object): Promise<unknown>
  /** Resolves when the command, the server's job or the server has ended. */
  untilOver(): Promise<void>
  /** Ends the program if it is running. */
  close(): Promise<void>
}

export interface ImportTask {
  /** The database's name. */
  readonly name: string
  readonly database: ExternalDatabase
  readonly directory: string
  /** The job that imported the initial state. */
  readonly earlierJobId: string
  /** An administrator's. */
  readonly apiKey: string
}

const pollMs = 10
const jwtSecret = 'only-the-server-signs-tokens-with-it'
const mutation = `mutation ($input: ImportLegacyDataInput!) { importLegacyData(input: $input) { job { id } } }`

/** Runs the import command, which exits after its import. */
export function importByCommand({ database, directory }: ImportTask): Importer {
  const args = [directory, '--on-conflict', 'update-if-newer', '--allow-rejects']
  const environment = { DATABASE_URL: toUrl(database), JWT_SECRET: jwtSecret }
  const program = runProgram('src/import/cli/import.cli.ts', args, environment)
  return {
    program,
    ask: () => Promise.reject(new Error('An import command has no API.')),
    untilOver: async () => void (await program.exited),
    close: () => stop(program),
  }
}

/** Starts a server and an import in it. */
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

/** Waits for the job's row, which means that the import has started. */
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
