/** Chunks to take from one after another, and to give back what was taken too much. */
export interface ByteInput {
  /** Bytes taken and not given back. */
  taken: number
  /** Null at the end. A chunk is valid until the next is taken. */
  take(): Promise<Buffer | null>
  /** The last bytes of what was taken: they come again. */
  giveBack(bytes: Buffer): void
}

/** Takes from these chunks; ending them stays with the caller. */
export function createByteInput(chunks: AsyncIterator<Buffer>): ByteInput {
  const returned: Buffer[] = []
  return {
    taken: 0,
    async take() {
      const chunk = returned.pop() ?? (await takeNext(chunks))
      this.taken += chunk?.length ?? 0
      return chunk
    },
    giveBack(bytes) {
      this.taken -= bytes.length
      if (bytes.length > 0) returned.push(bytes)
    },
  }
}

async function takeNext(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const next = await chunks.next()
  return next.done === true ? null : next.value
}

/**
 * Takes as many bytes as asked for, or what is left. A copy, since they may stand in several chunks.
 * @param count some bytes: they are held.
 */
export async function takeBytes(input: ByteInput, count: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let missing = count
  while (missing > 0) {
    const chunk = await input.take()
    if (chunk === null) break
    const piece = chunk.subarray(0, missing)
    pieces.push(Buffer.from(piece))
    missing -= piece.length
    input.giveBack(chunk.subarray(piece.length))
  }
  return Buffer.concat(pieces)
}

/** All that is left, chunk by chunk. */
export async function* takeRest(input: ByteInput): AsyncGenerator<Buffer, void> {
  for (let chunk = await input.take(); chunk !== null; chunk = await input.take()) yield chunk
}
