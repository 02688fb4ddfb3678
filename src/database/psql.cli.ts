import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ExternalDatabase } from '../config.ts'
import { runProgram, waitForStopRequest } from '../process/program.ts'
import { runOnDatabase } from './command-line.ts'
import { toUrl } from './session/client.ts'

await runProgram(() =>
  runOnDatabase({ name: 'psql', acceptsPendingMigrations: true }, async ({ database, logger }) => {
    const exitCode = await runPsql(database.owner.database, process.argv.slice(2))
    if (exitCode !== undefined) {
      process.exitCode = exitCode
      return
    }
    process.stderr.write('psql is not installed. Connect with another client:\n')
    process.stdout.write(`${toUrl(database.owner.database)}\n`)
    if (database.embedded === undefined) return
    process.stderr.write('Ctrl-C ends this command, and PostgreSQL unless another process uses it.\n')
    await waitForStopRequest(logger)
  }),
)

/** Runs psql in this terminal. @returns its exit code; undefined if it is not installed. */
async function runPsql(database: ExternalDatabase, words: readonly string[]): Promise<number | undefined> {
  const url = new URL(toUrl(database))
  const password = decodeURIComponent(url.password)
  // Every user of the machine can read command lines, so the password goes into the environment.
  url.password = ''
  const env = { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) }
  // Ctrl-C is for psql, which cancels its statement. This process must outlive it.
  process.on('SIGINT', ignore)
  try {
    const [code] = await once(spawn('psql', [url.href, ...words], { stdio: 'inherit', env }), 'exit')
    return Number(code ?? 1)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  } finally {
    process.off('SIGINT', ignore)
  }
}

function ignore(): void {}
