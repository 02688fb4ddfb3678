import { rmSync } from 'node:fs'
import { lstat, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../../database/embedded-postmaster.ts'

/** A directory for as long as the process runs. */
export interface TemporaryDirectory {
  readonly path: string
  remove(): Promise<void>
}

const namePattern = /^metagauge-archive-(\d+)-/
const removal = { recursive: true, force: true } as const

/** For its owner alone. A process that ends without waiting removes it, too; only SIGKILL leaves it. */
export async function makeTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), `metagauge-archive-${process.pid}-`)))
  const removeAtExit = () => rmSync(path, removal)
  process.once('exit', removeAtExit)
  return {
    path,
    async remove() {
      await rm(path, removal)
      process.off('exit', removeAtExit)
    },
  }
}

/** Removes what our user's processes left behind that were killed; their process id stands in the name. */
export async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = namePattern.exec(name)?.[1]
    if (owner === undefined || isAlive(Number(owner))) continue
    const path = join(tmpdir(), name)
    // Another start may be removing it, too.
    const found = await lstat(path).catch(() => undefined)
    if (found?.isDirectory() && found.uid === process.getuid?.()) await rm(path, removal)
  }
}
