import { constants, type Dir } from 'node:fs'
import { type FileHandle, lstat, open, opendir, readlink, realpath } from 'node:fs/promises'

/** Thrown when the opened file or directory is not the one that was found. */
export class PathReplaced extends Error {
  constructor() {
    super('it, or a directory above it, was moved or replaced by a link')
    this.name = 'PathReplaced'
  }
}

/** Linux reports the path of a descriptor, which a link created later can't change. */
const hasDescriptorPaths = process.platform === 'linux'
// Doesn't follow a link in the last component, and doesn't block on a FIFO.
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Opens a file or a directory for reading, without following a link at any level.
 * @param path a real, absolute path.
 * @throws PathReplaced if the opened file is elsewhere; the system's errors.
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

/** Opens a directory for listing, like `openInPlace`. */
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

/** An open directory, which remains the same even if its path is replaced. */
export interface HeldDirectory {
  /** Its path; on Linux that of its descriptor, so that files opened below it are in this directory. */
  readonly path: string
  close(): Promise<void>
}

/**
 * Opens a directory and keeps it open until it is closed.
 * @param path as for `openInPlace`.
 */
export async function holdDirectory(path: string): Promise<HeldDirectory> {
  // Windows can't open directories.
  if (process.platform === 'win32') return { path, close: async () => undefined }
  const handle = await openInPlace(path, constants.O_DIRECTORY)
  return { path: hasDescriptorPaths ? pathOf(handle) : path, close: () => handle.close() }
}

async function isInPlace(handle: FileHandle, path: string): Promise<boolean> {
  if (hasDescriptorPaths) {
    const opened = await readlink(pathOf(handle))
    // The legacy application may replace its file at the same time; then the opened file is read.
    return opened === path || opened === `${path} (deleted)`
  }
  if ((await realpath(path)) !== path) return false
  const [opened, found] = await Promise.all([handle.stat({ bigint: true }), lstat(path, { bigint: true })])
  return opened.dev === found.dev && opened.ino === found.ino
}

function pathOf({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`
}

/**
 * True for an error of the operating system, and for Node's error for an impossible path; its `code` is a name such
 * as EACCES. False for our own errors, which also have codes.
 */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false
  return 'syscall' in error || error.code.startsWith('ERR_')
}
