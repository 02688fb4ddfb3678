import { constants, type Dir } from 'node:fs'
import { type FileHandle, lstat, open, opendir, readlink, realpath } from 'node:fs/promises'

/** What was opened is not where it was found. */
export class PathReplaced extends Error {
  constructor() {
    super('it was moved, or a link has taken its place or that of a directory above it')
    this.name = 'PathReplaced'
  }
}

/** The system tells what a descriptor has open: no link that appears later can change it. */
const hasDescriptorPaths = process.platform === 'linux'
// A link in the last place is not followed, and a FIFO is not waited for.
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Opens a file or a directory for reading, without following a link at any level.
 * @param path a real, absolute path.
 * @throws PathReplaced when what was opened is elsewhere; the system's error.
 */
export async function openInPlace(path: string, flags = 0): Promise<FileHandle> {
  const handle = await open(path, openFlags | flags)
  try {
    if (!(await isInPlace(handle, path))) throw new PathReplaced()
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Opens a directory to list it, as `openInPlace`. */
export async function openDirectoryInPlace(path: string): Promise<Dir> {
  const handle = await holdDirectory(path)
  try {
    const directory = await opendir(handle.path)
    if (hasDescriptorPaths || (await realpath(path)) === path) return directory
    await directory.close()
    throw new PathReplaced()
  } finally {
    await handle.close()
  }
}

/** A directory that stays the same one, whatever takes its place. */
export interface HeldDirectory {
  /** Where it is: on Linux by its descriptor, so that what is opened below it is below this directory. */
  readonly path: string
  close(): Promise<void>
}

/**
 * Holds a directory until it is closed.
 * @param path as of `openInPlace`.
 */
export async function holdDirectory(path: string): Promise<HeldDirectory> {
  // Windows opens no directory.
  if (process.platform === 'win32') return { path, close: async () => undefined }
  const handle = await openInPlace(path, constants.O_DIRECTORY)
  return { path: hasDescriptorPaths ? pathOf(handle) : path, close: () => handle.close() }
}

async function isInPlace(handle: FileHandle, path: string): Promise<boolean> {
  if (hasDescriptorPaths) {
    const opened = await readlink(pathOf(handle))
    // The old application may replace its file at the same moment; then the one that was opened is read.
    return opened === path || opened === `${path} (deleted)`
  }
  if ((await realpath(path)) !== path) return false
  const [opened, found] = await Promise.all([handle.stat({ bigint: true }), lstat(path, { bigint: true })])
  return opened.dev === found.dev && opened.ino === found.ino
}

function pathOf({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`
}
