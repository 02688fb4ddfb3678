import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../errors.ts'
import { type Binaries, binariesIn } from './embedded-binaries.ts'
import type { ServerUser } from './embedded-user.ts'

/** Where root puts what the server's user can't reach elsewhere. */
export const fallbackDirectory = '/var/lib/metagauge-api'

/**
 * Returns programs that the server's user can run: those given, or a copy of them under `fallback` when the
 * project stands where that user may not go (a checkout in /root).
 * @throws OperatorError with the system's own words when they run for nobody (another C library).
 */
export function reachableBinaries(binaries: Binaries, user: ServerUser, fallback: string): Binaries {
  const complaint = tryToRun(binaries, user)
  if (complaint === undefined) return binaries
  if (user.uid === undefined) throw notRunnable(binaries, complaint)
  const copy = copyBinaries(binaries, fallback)
  const copyComplaint = tryToRun(copy, user)
  if (copyComplaint !== undefined) throw notRunnable(copy, copyComplaint)
  return copy
}

/** Whether the server's user can go into a directory; each of its parents must let him pass. */
export function canEnter(directory: string, user: ServerUser): boolean {
  const enter = ['-c', 'cd -- "$1"', 'sh', directory]
  return user.uid === undefined || spawnSync('/bin/sh', enter, { ...user, cwd: '/' }).status === 0
}

/** Undefined when the server starts far enough to say its version; else why it does not. */
function tryToRun(binaries: Binaries, user: ServerUser): string | undefined {
  const run = spawnSync(binaries.postgres, ['-V'], { ...user, cwd: '/', encoding: 'utf8' })
  if (run.status === 0) return undefined
  return run.error?.message ?? run.stderr.trim()
}

function notRunnable(binaries: Binaries, complaint: string): OperatorError {
  return new OperatorError(
    `The embedded PostgreSQL (${binaries.postgres}) does not run on this machine: ${complaint}. ` +
      'Set DATABASE_URL to use a PostgreSQL of your own.',
  )
}

function copyBinaries(binaries: Binaries, fallback: string): Binaries {
  const target = join(fallback, `postgresql-${binaries.version}`)
  const copy = binariesIn(target, binaries.version)
  mkdirSync(fallback, { recursive: true, mode: 0o755 })
  const unfinished = mkdtempSync(`${target}.new-`)
  cpSync(binaries.directory, unfinished, { recursive: true, verbatimSymlinks: true })
  openToEverybody(unfinished)
  try {
    renameSync(unfinished, target)
  } catch {
    // An earlier start has made the same copy.
    rmSync(unfinished, { recursive: true })
  }
  return copy
}

/** An install under umask 077 gives files that only their owner may read. */
function openToEverybody(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}
