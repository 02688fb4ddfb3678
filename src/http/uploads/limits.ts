import { AppError } from '../../errors.ts'

/** How much, and how long, a multipart request may be. Tests pass smaller ones. */
export interface UploadLimits {
  /** Bytes of the field `operations`: as many as a request without files may have. */
  readonly operationsBytes: number
  /** Bytes of the field `map`: enough for the most files. */
  readonly mapBytes: number
  readonly files: number
  /** Bytes of one file. */
  readonly fileBytes: number
  /** Bytes of the request as a whole. */
  readonly requestBytes: number
  /** Milliseconds that the client may let pass without a byte. Time in which the server is busy does not count. */
  readonly idleMs: number
  /** Milliseconds from the first byte of the body to the last. */
  readonly totalMs: number
  /** Milliseconds in which a client that is answered early may notice it, before its connection is cut. */
  readonly lingerMs: number
}

const mebibyte = 1024 * 1024
const minuteMs = 60_000

export const uploadLimits: UploadLimits = {
  operationsBytes: mebibyte,
  mapBytes: 64 * 1024,
  files: 1000,
  fileBytes: 4096 * mebibyte,
  requestBytes: 8192 * mebibyte,
  idleMs: 30_000,
  totalMs: 120 * minuteMs,
  lingerMs: 2_000,
}

/** @param what what is too large, as the subject of a sentence. */
export function tooLarge(what: string, limit: number, unit: 'bytes' | 'files'): AppError {
  return new AppError('UPLOAD_TOO_LARGE', `${what} has more than ${limit} ${unit}.`, { details: { limit } })
}

/** @param what what took too long, as the subject of a sentence. */
export function tooSlow(what: string, limitMs: number): AppError {
  return new AppError('UPLOAD_TIMEOUT', `${what} more than ${limitMs / 1000} seconds.`, {
    details: { limit: limitMs },
  })
}

/** The request is not what the GraphQL multipart request specification says. */
export function malformed(problem: string): AppError {
  return new AppError('BAD_USER_INPUT', `The multipart request is malformed: ${problem}`)
}
