import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'
import { readPostmasterFile } from '../../src/database/embedded/postmaster.ts'
import { withClient } from '../../src/database/session/client.ts'

/** PostgreSQL refuses to run as root, so root starts it as another user, who can't access every directory. */
export const isRoot = process.getuid?.() === 0

/** Registered here, because vitest ignores an afterAll that is called within a test. */
const created: string[] = []
afterAll(() => {
  for (const directory of created) rmSync(directory, { recursive: true, force: true })
})

/** Creates a directory that any user may enter; it is removed after the file's tests. */
export function createDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'metagauge-test-'))
  chmodSync(directory, 0o755)
  created.push(directory)
  return directory
}

/** Runs one statement on a new connection and returns the first row. */
export async function queryOnce(
  database: ExternalDatabase,
  statement: string,
): Promise<Record<string, unknown>> {
  const result = await withClient(database, (client) => client.query(statement))
  return result.rows[0] ?? {}
}

/** The process id of the server of this data directory. */
export function postmasterPid(home: string): number {
  const file = readPostmasterFile(home)
  if (file === undefined) throw new Error(`No server runs on ${home}.`)
  return file.pid
}
