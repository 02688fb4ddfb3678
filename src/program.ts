import { OperatorError } from './errors.ts'

/**
 * Runs a program's body at the process's edge. An operator's mistake is printed as it is, anything else with its
 * stack; both end with exit code 1. Output that nobody reads any more (a closed pipe) does not end the program.
 */
export async function runProgram(body: () => Promise<void>): Promise<void> {
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  try {
    await body()
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    process.exitCode = 1
  }
}

/** EPIPE: the reader of our output has gone. */
function ignore(): void {}

function describe(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
