import type { BusboyFileStream } from '@fastify/busboy'

/** Smaller ones may come out of memory that others share. */
const minReleasedBytes = 16 * 1024

/**
 * A file of a body, chunk by chunk; each is good until the next one is asked for. Whoever stops before the end lets
 * the rest go by.
 * @throws the signal's reason, when it is aborted.
 */
export async function* readFileChunks(
  file: BusboyFileStream,
  stopped: AbortSignal,
): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of file.iterator({ destroyOnReturn: false })) {
      yield chunk
      releaseChunk(chunk)
    }
  } catch (error) {
    stopped.throwIfAborted()
    throw error
  } finally {
    file.resume()
  }
  stopped.throwIfAborted()
}

/**
 * Gives the memory of a chunk back at once: of a large upload the garbage would be 60 MB before anybody collects it,
 * and the process stays as large as it was. Only where no other piece of the body can lie in the same memory.
 */
function releaseChunk({ buffer, byteLength }: Buffer): void {
  const isAlone = byteLength === buffer.byteLength && byteLength >= minReleasedBytes
  if (isAlone && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
