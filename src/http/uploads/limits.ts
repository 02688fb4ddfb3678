import { AppError } from '../../errors.ts'

/** Limits for multipart requests. Tests pass smaller ones. */
export interface UploadLimits {
  /** Bytes of the field `operations`, the same as for a request without files. */
  readonly operationsBytes: number
  /** Bytes of the field `map`, enough for the maximum number of files. */
  readonly mapBytes: number
  readonly files: number
  /** Bytes of one file. */
  readonly fileBytes: number
  /** Bytes of the whole request. */
  readonly requestBytes: number
  /** How long the client may send nothing while the server is waiting for it. */
  readonly idleMs: number
  /** How long receiving the whole body may take. */
  readonly totalMs: number
  /** How long a client has to notice an early response before its connection is closed. */
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

/** @param what the subject of the error message. */
export function tooLarge(what: string, limit: number, unit: 'bytes' | 'files'): AppError {
  return new AppError('UPLOAD_TOO_LARGE', `${what} has more than ${limit} ${unit}.`, { details: { limit } })
}

/** @param what the subject and verb of the error message. */
export function tooSlow(what: string, limitMs: number): AppError {
  return new AppError('UPLOAD_TIMEOUT', `${what} more than ${limitMs / 1000} seconds.`, {
    details: { limit: limitMs },
  })
}

/** The error for a request that violates the GraphQL multipart request specification. */
export function malformed(problem: string): AppError {
  return new AppError('BAD_USER_INPUT', `The multipart request is malformed: ${problem}`)
}
