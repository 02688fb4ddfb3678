import type { SourceFile } from './record.ts'
import type { Problem } from './scan-damage.ts'

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
