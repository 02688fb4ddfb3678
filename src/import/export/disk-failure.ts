import { readlinkSync } from 'node:fs'
import { isSystemError } from '../source/open-in-place.ts'

/** The operating system does not let an export be written; the message says what it says, and where. */
export class DiskFailure extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'DiskFailure'
  }
}

/**
 * Waits for an operation on the file system.
 * @param path what the operation is about.
 * @throws DiskFailure for what the operating system refuses.
 */
export async function onDisk<Result>(path: string, operation: Promise<Result>): Promise<Result> {
  try {
    return await operation
  } catch (error) {
    if (isSystemError(error)) throw new DiskFailure(describeDiskFailure(error.code, path), { cause: error })
    throw error
  }
}

const meanings: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of disk space is used up',
  EFBIG: 'the file would be larger than this process may make one',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTEMPTY: 'somebody else has put files there meanwhile',
  EEXIST: 'somebody else has put files there meanwhile',
  EMFILE: 'too many files are open',
}

function describeDiskFailure(code: string, path: string): string {
  return `${nameDescriptor(path)} can't be written: ${meanings[code] ?? 'the system refuses'} (${code}).`
}

/** Converts a path below an open directory's descriptor to the path that the user knows. */
function nameDescriptor(path: string): string {
  return path.replace(/^\/proc\/self\/fd\/\d+/, (held) => {
    try {
      return readlinkSync(held)
    } catch {
      return held
    }
  })
}
