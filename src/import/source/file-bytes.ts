import type { FileHandle } from 'node:fs/promises'
import type { SourceFile } from '../records/source-file.ts'
import type { Problem } from '../scan/damage.ts'
import { isSystemError, openInPlace, PathReplaced } from './open-in-place.ts'

/** The progress of reading a file; complete once its bytes have ended. */
export interface FileReading {
  /** Bytes read of the file as it is stored, to be compared with its size. */
  bytes: number
  /** Bytes of the decompressed content; offsets refer to these. */
  contentBytes: number
  /** Why the bytes may not be the whole file. */
  problem: Problem | null
  /** When the opened file was last modified, in milliseconds since 1970; absent if the source has no such time. */
  modifiedMs?: number
}

/**
 * Opens a file and yields its bytes as they are stored; a chunk is valid until the next one is requested. Counts them
 * in `reading.bytes`. A problem of the file is not thrown: the chunks end, and `reading.problem` has the reason.
 */
export type OpenBytes = (
  file: SourceFile,
  reading: FileReading,
  chunkBytes: number,
) => AsyncGenerator<Buffer, void>

export function createFileReading(): FileReading {
  return { bytes: 0, contentBytes: 0, problem: null }
}

/**
 * The `OpenBytes` of regular files. Reads no further than the file's size when it was opened, so that a file that
 * grows constantly ends too. Follows no link at any level, even if it was created after the file was found.
 * @param file its location must be a real path.
 */
export async function* readChunks(
  { location }: Pick<SourceFile, 'location'>,
  reading: FileReading,
  chunkBytes: number,
): AsyncGenerator<Buffer, void> {
  let file: FileHandle | undefined
  try {
    file = await openInPlace(location)
    yield* readToSize(file, chunkBytes, reading)
  } catch (error) {
    if (error instanceof PathReplaced) reading.problem = failure(error.message)
    else if (isSystemError(error)) reading.problem = failure(`${error.code} after ${reading.bytes} bytes`)
    else throw error
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
    reading.problem = failure('it is not a regular file')
    return
  }
  reading.modifiedMs = Math.round(Number(before.mtimeNs) / 1e6)
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
    const message = `The file changed while it was being read: ${before.size} bytes before, ${after.size} after. Import it again.`
    reading.problem = { code: 'FILE_CHANGED', message, pointer: '' }
  }
}

function failure(reason: string): Problem {
  return { code: 'READ_FAILED', message: `Reading the file failed: ${reason}.`, pointer: '' }
}
