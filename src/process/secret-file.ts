import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Returns the secret in a file, which is created if it does not exist. Only one process may do this at a time. */
export function readOrCreateSecret(path: string, create: () => string): string {
  const kept = readSecret(path)
  if (kept !== undefined) return kept
  const value = create()
  writeSecret(path, value)
  return value
}

/** Writes a file that only its owner can read. After a crash it has the old content or the new one, never a part. */
export function writeSecret(path: string, value: string): void {
  const unfinished = `${path}.${process.pid}`
  rmSync(unfinished, { force: true })
  // Exclusive, so that an existing link is not followed.
  writeFileSync(unfinished, `${value}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(unfinished, path)
}

function readSecret(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
