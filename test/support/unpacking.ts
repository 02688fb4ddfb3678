import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ArchiveLimits } from '../../src/import/archive/archive-entry.ts'
import { archiveLimits, extractArchive, type LeftEntries } from '../../src/import/archive/extract-archive.ts'

export interface UnpackOptions {
  readonly limits?: Partial<ArchiveLimits>
  readonly signal?: AbortSignal
}

/** Makes the folder of an archive, and beside it one to unpack to. They go when the test is over. */
export async function makePlace(): Promise<{ base: string; directory: string; archive: string }> {
  const base = await mkdtemp(join(tmpdir(), 'archive-'))
  onTestFinished(() => rm(base, { recursive: true }))
  const directory = join(base, 'unpacked')
  await mkdir(directory)
  return { base, directory, archive: join(base, 'archive') }
}

/** Unpacks an archive with these bytes to a place. */
export async function unpack(
  bytes: Buffer,
  { limits = {}, signal = new AbortController().signal }: UnpackOptions = {},
  place?: { directory: string; archive: string },
): Promise<LeftEntries> {
  const { directory, archive } = place ?? (await makePlace())
  await writeFile(archive, bytes)
  return extractArchive({ archive, directory, signal, limits: { ...archiveLimits, ...limits } })
}

/** The paths of all that is no folder, relative to the directory. */
export async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  return files.map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).toSorted()
}
