import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'
import { tooLarge, tooSlow, type UploadLimits } from './upload-limits.ts'

export interface Pump {
  /** The body of a request. */
  readonly source: Readable
  readonly limits: Pick<UploadLimits, 'requestBytes' | 'idleMs' | 'totalMs'>
  readonly signal: AbortSignal
  /** Resolves when the next chunk is welcome. */
  write(chunk: Buffer): Promise<void>
}

/**
 * Hands a body on chunk by chunk, and asks for no more than is taken. Afterwards the source stands still, or is at
 * its end; it is never destroyed: the answer goes out over the same connection.
 * @throws AppError UPLOAD_TOO_LARGE, UPLOAD_TIMEOUT, UPLOAD_ABORTED; the signal's reason; what `write` throws.
 */
export async function pump({ source, limits, signal, write }: Pump): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let bytes = 0
  let written = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const total = setTimeout(() => reject(tooSlow('The upload took', limits.totalMs)), limits.totalMs)
  const ask = () => {
    idle = setTimeout(() => reject(tooSlow('No byte of the upload came for', limits.idleMs)), limits.idleMs)
    source.resume()
  }
  const listeners = {
    data: (chunk: Buffer) => {
      clearTimeout(idle)
      source.pause()
      bytes += chunk.length
      if (bytes > limits.requestBytes) reject(tooLarge('The multipart request', limits.requestBytes, 'bytes'))
      else written = write(chunk).then(ask)
      written.catch(reject)
    },
    end: () => void written.then(resolve, reject),
    error: () => reject(clientGone()),
    close: () => void written.then(() => reject(clientGone()), reject),
  }
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  for (const [event, listener] of Object.entries(listeners)) source.on(event, listener)
  ask()
  try {
    await promise
  } finally {
    clearTimeout(idle)
    clearTimeout(total)
    signal.removeEventListener('abort', onAbort)
    for (const [event, listener] of Object.entries(listeners)) source.off(event, listener)
    source.on('error', () => undefined).pause()
  }
}

function clientGone(): AppError {
  return new AppError('UPLOAD_ABORTED', 'The client went away before the upload had ended.')
}
