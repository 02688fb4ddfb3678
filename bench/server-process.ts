import { type ChildProcess, spawn } from 'node:child_process'

/** A server in a Node process of its own, which says at its start where it listens. */
export interface ServerProcess {
  readonly pid: number
  /** Of its GraphQL endpoint. */
  readonly url: string
  /** Ends it as an operator does, and waits until it has ended. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
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
