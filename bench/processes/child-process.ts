import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { OperatorError } from '../../src/errors.ts'

/** A server in another Node process. */
export interface ServerProcess {
  readonly pid: number
  /** The URL of its GraphQL endpoint. */
  readonly url: string
  /** Sends SIGTERM and waits until the process has ended. */
  stop(): Promise<void>
}

interface ServerProcessOptions {
  readonly file: string
  /** Working directory, without a .env. */
  readonly directory: string
  /** All environment variables except PATH. */
  readonly environment: Readonly<Record<string, string>>
  /** Directory for a CPU profile. */
  readonly profileDirectory?: string | undefined
  /** Ends the process, even while it starts. */
  readonly signal?: AbortSignal | undefined
}

const urlPattern = /(http:\/\/\S+\/graphql)/

/** Starts the server and waits until it prints its URL. @throws Error if it ends before. */
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
    child.once('close', (code) => reject(new Error(`${file} ended with ${code} before it printed its URL.`)))
  })
}

interface ProgramOptions {
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Ends the program. */
  readonly signal: AbortSignal
}

/**
 * Runs a program until it ends and returns what it printed.
 * @throws OperatorError with the program's output if it fails.
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
