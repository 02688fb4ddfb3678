import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { benchDirectory } from './contestants.ts'
import { runProgramToEnd } from './run-program.ts'

/** Installs the peers' packages beside the bench, unless those of the lock file are there. */
export async function installPeers(log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const lock = join(benchDirectory, 'package-lock.json')
  // What npm has installed, written last of all.
  const installed = join(benchDirectory, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  log('npm ci in bench/')
  await runProgramToEnd('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    directory: benchDirectory,
    signal,
  })
}
