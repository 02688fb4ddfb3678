import { requireUuid } from '../../database/validation.ts'
import { AppError, badArgument } from '../../errors.ts'
import type { ImportFileInput } from '../../generated/graphql.ts'
import type { ImportRequest } from '../job.store.ts'
import type { RecordKind } from '../scan/source-item.ts'
import type { Upload } from './upload.ts'

/** A file of an upload, with what the request says of it. */
export interface UploadedFile {
  readonly kind: RecordKind
  readonly ownerId: string | null
  readonly upload: Upload
}

/** The files that a job is given with its request. */
export interface UploadIntake {
  readonly files: readonly UploadedFile[]
  /** Resolved when all have arrived, rejected with why one has not. */
  readonly received: PromiseWithResolvers<void>
}

const maxFiles = 1000

/**
 * The files of a request; undefined when it has none.
 * @throws AppError BAD_USER_INPUT for files that can't be imported as the request says.
 */
export function createUploadIntake(
  files: readonly ImportFileInput[] | null | undefined,
  { layout }: Pick<ImportRequest, 'layout'>,
): UploadIntake | undefined {
  if (files == null) return undefined
  if (files.length === 0 || files.length > maxFiles) {
    throw badArgument('input.files', `must hold 1 to ${maxFiles} files`)
  }
  const received = Promise.withResolvers<void>()
  // The job may end before anybody asks.
  received.promise.catch(() => undefined)
  return { files: files.map((file, index) => checkFile(file, `input.files.${index}`, layout)), received }
}

/**
 * Resolves when the job needs its client no more: all files have arrived, or it has ended without them.
 * @throws AppError why a file did not come as it should; the job has failed then, and another can be started.
 */
export async function waitUntilReceived(
  uploads: UploadIntake | undefined,
  ended: Promise<void>,
  jobId: string,
): Promise<void> {
  if (uploads === undefined) return
  try {
    await Promise.race([uploads.received.promise, ended])
  } catch (error) {
    await ended
    // What else ended the job, it tells itself.
    if (!(error instanceof AppError)) return
    throw new AppError(error.code, error.message, { details: { ...error.details, jobId }, cause: error })
  }
}

function checkFile(
  { kind, ownerId, file }: ImportFileInput,
  argument: string,
  layout: ImportRequest['layout'],
): UploadedFile {
  if (ownerId == null) {
    if (layout === 'era2' && kind !== 'users')
      throw badArgument(`${argument}.ownerId`, 'is missing: in the layout ERA2 each file is in a folder')
    return { kind, ownerId: null, upload: file }
  }
  if (layout === 'era1')
    throw badArgument(`${argument}.ownerId`, 'is of no use: the layout ERA1 has no folders')
  if (kind === 'users') throw badArgument(`${argument}.ownerId`, 'is of no use: users are in a global file')
  return { kind, ownerId: requireUuid(ownerId, `${argument}.ownerId`), upload: file }
}
