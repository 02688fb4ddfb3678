import { type SpawnOptions, spawn } from 'node:child_process'
import { OperatorError } from '../../src/errors.ts'

export interface ProgramOptions {
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
