import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Problem } from './scan-damage.ts'
import { isSystemError } from './system-error.ts'

/** What became of reading a file; complete once the chunks have ended. */
export interface FileReading {
  bytes: number
  /** Why the chunks may not be the file. */
  problem: Problem | null
}

// A link that took the file's place is not followed, and a FIFO is not waited for.
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * The bytes of a regular file, each chunk valid until the next is asked for. Ends at the size that the file has at
 * the start: a file that somebody writes to for ever ends too. Does not throw for what is wrong with the file: then the chunks end, and `reading` says why.
 */
export async function* readChunks(
  path: string,
  chunkBytes: number,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  let file: FileHandle | undefined
  try {
    file = await open(path, openFlags)
    yield* readToSize(file, chunkBytes, reading)
  } catch (error) {
    if (!isSystemError(error)) throw error
    reading.problem = failure(`${error.code}, after ${reading.bytes} bytes`)
  } finally {
    await file?.close()
  }
}

async function* readToSize(
  file: FileHandle,
  chunkBytes: number,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  const before = await file.stat({ bigint: true })
  if (!before.isFile()) {
    reading.problem = failure('it is no regular file')
    return
  }
  const size = Number(before.size)
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, size))
  while (reading.bytes < size) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - reading.bytes), null)
    if (bytesRead === 0) break
    reading.bytes += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
  const after = await file.stat({ bigint: true })
  if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
    const message = `The file changed while it was read: ${before.size} bytes before, ${after.size} after. Import it again.`
    reading.problem = { code: 'FILE_CHANGED', message, pointer: '' }
  }
}

function failure(reason: string): Problem {
  return { code: 'READ_FAILED', message: `The file can't be read to its end: ${reason}.`, pointer: '' }
}
