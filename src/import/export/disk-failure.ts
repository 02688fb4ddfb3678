import { readlinkSync } from 'node:fs'
import { DiskFailure } from '../failure.ts'
import { isSystemError } from '../source/open-in-place.ts'

/**
 * Waits for a file system operation.
 * @param path the path to name in the error.
 * @throws DiskFailure instead of a system error.
 */
export async function onDisk<Result>(path: string, operation: Promise<Result>): Promise<Result> {
  try {
    return await operation
  } catch (error) {
    if (isSystemError(error)) throw new DiskFailure(describeDiskFailure(error.code, path), { cause: error })
    throw error
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file would exceed the file size limit of this process',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTEMPTY: 'another program has put files there',
  EEXIST: 'another program has put files there',
  EMFILE: 'too many files are open',
}

function describeDiskFailure(code: string, path: string): string {
  return `${nameDescriptor(path)} can't be written: ${reasons[code] ?? 'the operating system rejected the path or the operation'} (${code}).`
}

/** Converts a path below an open directory's descriptor to the path that the user knows. */
function nameDescriptor(path: string): string {
  return path.replace(/^\/proc\/self\/fd\/\d+/, (descriptor) => {
    try {
      return readlinkSync(descriptor)
    } catch {
      return descriptor
    }
  })
}
