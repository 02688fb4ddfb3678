import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createDirectory } from './embedded.ts'

export interface Program {
  readonly child: ChildProcess
  /** Everything written so far. */
  stdout(): string
  stderr(): string
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>
  /** Waits until stdout matches, and returns the match. Rejects when the program ends before. */
  untilPrinted(pattern: RegExp): Promise<RegExpExecArray>
}

const projectDirectory = join(import.meta.dirname, '../..')

/** Runs one of our programs as npm's scripts do, in a working directory without a .env. Killed at the test's end. */
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
