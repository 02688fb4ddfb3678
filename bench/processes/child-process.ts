import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { OperatorError } from '../../src/errors.ts'

/** A server in a Node process of its own, which says at its start where it listens. */
export interface ServerProcess {
  readonly pid: number
  /** Of its GraphQL endpoint. */
  readonly url: string
  /** Ends it as an operator does, and waits until it has ended. */
  stop(): Promise<void>
}

interface ServerProcessOptions {
  readonly file: string
  /** One without a .env. */
  readonly directory: string
  /** All of its environment but PATH. */
  readonly environment: Readonly<Record<string, string>>
  /** Where it leaves a profile of its processor time. */
  readonly profileDirectory?: string | undefined
  /** Ends the process too, also while it starts. */
  readonly signal?: AbortSignal | undefined
}

const urlPattern = /(http:\/\/\S+\/graphql)/

/** Starts the server. @throws Error when it ends before it listens. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { file, directory, environment, profileDirectory, signal } = options
  const nodeOptions =
    profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`]
  const child = spawn(process.execPath, [...nodeOptions, file], {
    cwd: directory,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(signal === undefined ? {} : { signal }),
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await untilListening(child, file)
  return {
    pid: child.pid ?? 0,
    url,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function untilListening(child: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk) => {
      printed += chunk
      const url = urlPattern.exec(printed)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.on('error', reject)
    child.once('close', (code) => reject(new Error(`${file} ended with ${code} before it listened.`)))
  })
}

interface ProgramOptions {
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Ends the program. */
  readonly signal: AbortSignal
}

/**
 * Runs a program to its end and gives what it printed.
 * @throws OperatorError when it fails, with its own words.
 */
export function runProgramToEnd(
  command: string,
  words: readonly string[],
  { directory, environment, signal }: ProgramOptions,
): Promise<string> {
  const options: SpawnOptions = {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    signal,
    ...(directory === undefined ? {} : { cwd: directory }),
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, options)
    let printed = ''
    let complaint = ''
    child.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    child.stderr?.on('data', (chunk) => {
      complaint += chunk
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(printed)
      else reject(new OperatorError(`${command} ended with ${code}:\n${printed}${complaint}`.trim()))
    })
  })
}
