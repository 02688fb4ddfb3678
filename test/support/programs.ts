import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { TestDatabase } from './database.ts'
import { toUrl } from './dedicated-postgres.ts'
import { createDirectory } from './embedded-postgres.ts'

export interface Program {
  readonly child: ChildProcess
  /** Everything written so far. */
  stdout(): string
  stderr(): string
  /** The exit code; null if a signal ended the program. */
  readonly exited: Promise<number | null>
  /** Waits until stdout matches and returns the match. Rejects if the program ends before. */
  untilPrinted(pattern: RegExp): Promise<RegExpExecArray>
}

const projectDirectory = join(import.meta.dirname, '../..')

/** Runs one of our programs like npm's scripts, in a working directory without a .env. Stopped after the test. */
export function runProgram(
  path: string,
  words: readonly string[],
  environment: Record<string, string>,
): Program {
  const child = spawn(process.execPath, [join(projectDirectory, path), ...words], {
    cwd: workingDirectory,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return observe(child)
}

/** Runs a script of package.json with npm. The child is npm. Stopped after the test. */
export function runScript(
  name: string,
  words: readonly string[],
  environment: Record<string, string>,
): Program {
  const child = spawn('npm', ['run', name, '--', ...words], {
    cwd: projectDirectory,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return observe(child)
}

function observe(child: ChildProcessByStdio<null, Readable, Readable>): Program {
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    output.stdout += text
  })
  child.stderr.on('data', (text) => {
    output.stderr += text
  })
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  return {
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    exited,
    untilPrinted: (pattern) => untilPrinted(child, () => output, pattern),
  }
}

const workingDirectory = createDirectory()

function untilPrinted(
  child: ChildProcess,
  output: () => { stdout: string; stderr: string },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const match = pattern.exec(output().stdout)
      if (match !== null) resolve(match)
    }
    look()
    child.stdout?.on('data', look)
    child.once('close', () =>
      reject(new Error(`The program ended before it printed ${pattern}:\n${output().stderr}`)),
    )
  })
}

/** The server in another process, which can be killed and measured. */
export interface ServerProgram extends Program {
  /** Without a path. */
  readonly url: string
}

/** Starts the server on a migrated database with its two roles; resolves when it listens. */
export async function startServerProgram(
  { serving, owner }: Pick<TestDatabase, 'serving' | 'owner'>,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProgram> {
  const program = runProgram('src/main.js', [], {
    DATABASE_URL: toUrl(serving),
    DATABASE_OWNER_URL: toUrl(owner),
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...environment,
  })
  const [url] = await program.untilPrinted(/http:\/\/[^\s]+(?=\/graphql\n)/)
  return { ...program, url }
}
