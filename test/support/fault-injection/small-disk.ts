import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { findServerUser } from '../../../src/database/embedded/binaries.ts'

/** A separate file system that a test can fill. */
export interface SmallDisk {
  /** For a tablespace of PostgreSQL. */
  readonly directory: string
  /** Fills the disk except for this many bytes. */
  fill(freeBytes: number): void
  /** Frees the space that `fill` used. */
  empty(): void
}

const diskMegabytes = 256

/** Unmounted after the calling test file. Undefined if this process isn't allowed to mount. */
export function mountSmallDisk(): SmallDisk | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'metagauge-small-disk-'))
  const mount = ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', directory]
  const isMounted = spawnSync('mount', mount).status === 0
  afterAll(() => {
    if (isMounted) execFileSync('umount', ['--lazy', directory])
    rmSync(directory, { recursive: true, force: true })
  })
  if (!isMounted) return undefined
  const { uid, gid } = findServerUser()
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid)
  const ballast = `${directory}/ballast`
  return {
    directory,
    fill: (freeBytes) => {
      const { bavail, bsize } = statfsSync(directory)
      execFileSync('fallocate', [
        '--length',
        String(Math.max(bsize, bavail * bsize - Math.round(freeBytes))),
        ballast,
      ])
    },
    empty: () => rmSync(ballast),
  }
}
