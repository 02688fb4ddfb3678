import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from './program.ts'

/** A server of this checkout that is running. */
export interface RunningServer {
  readonly url: string
  /** A description of its database, without the password. */
  readonly database: string
}

const directory = join(import.meta.dirname, '../../node_modules/.cache/metagauge-api/servers')

/**
 * Records that this process serves the API, so that commands can warn before they create another database. Because it
 * serves only these warnings, nothing is recorded if the directory is not writable.
 * @returns a function that deletes the record.
 */
export function recordServer(server: RunningServer): () => void {
  const file = join(directory, `${process.pid}.json`)
  try {
    mkdirSync(directory, { recursive: true })
    writeFileSync(file, JSON.stringify(server), { mode: 0o600 })
  } catch {
    return () => undefined
  }
  return () => rmSync(file, { force: true })
}

/** Lists the recorded servers whose process still exists. */
export function listRunningServers(): readonly RunningServer[] {
  try {
    return readdirSync(directory)
      .filter((name) => isAlive(Number.parseInt(name, 10)))
      .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')))
  } catch {
    return []
  }
}
