import type { FileHandle } from 'node:fs/promises'
import { openInPlace, PathReplaced } from './open-in-place.ts'
import type { SourceFile } from './record.ts'
import type { Problem } from './scan-damage.ts'
import type { FileReading } from './source-bytes.ts'
import { isSystemError } from './system-error.ts'

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
