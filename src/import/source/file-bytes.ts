import type { FileHandle } from 'node:fs/promises'
import type { Problem } from '../scan/damage.ts'
import type { SourceFile } from '../scan/source-item.ts'
import { isSystemError, openInPlace, PathReplaced } from './open-in-place.ts'

/** What became of reading a file so far; complete once its bytes have ended. */
export interface FileReading {
  /** Bytes of the file as it is stored, to compare with its size: of a compressed file the compressed ones. */
  bytes: number
  /** Bytes of the content, in which offsets are counted: of a compressed file what it expands to. */
  contentBytes: number
  /** Why the bytes may not be the file, or not all of it. */
  problem: Problem | null
}

/**
 * Opens a file and gives its bytes as they are stored, each chunk valid until the next is asked for. Counts them in
 * `reading.bytes`. What is wrong with the file is not thrown: then the chunks end, and `reading.problem` says why.
 */
export type OpenBytes = (
  file: SourceFile,
  reading: FileReading,
  chunkBytes: number,
) => AsyncGenerator<Buffer, void>

/** Of a file of which nothing was read yet. */
export function createFileReading(): FileReading {
  return { bytes: 0, contentBytes: 0, problem: null }
}

/**
 * The `OpenBytes` of regular files. Ends at the size that the file has at the start: a file that somebody writes to
 * for ever ends too. No link that has appeared since the file was found is followed, at any level.
 * @param file its location is a real path.
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
    else if (isSystemError(error)) reading.problem = failure(`${error.code}, after ${reading.bytes} bytes`)
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
