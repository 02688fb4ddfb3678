import type { Database, DedicatedConnection } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { requireUuid } from '../../database/validation.ts'
import { AppError, badArgument } from '../../errors.ts'
import type { ImportFileInput } from '../../generated/graphql.ts'
import { ImportFailure } from '../failure.ts'
import type { ImportRequest } from '../job.store.ts'
import type { UploadedFile, UploadIntake } from '../job-run.ts'
import { insertStagedFiles } from '../staging/staging.store.ts'
import type { StartedFile, Upload } from '../upload-scalar.ts'
import { createUploadPath, decodeUploadName, type NamedSource, orderSources } from './source-name.ts'
import {
  createPieceBuffer,
  disableSynchronousCommit,
  enableSynchronousCommit,
  insertUploadPiece,
  numberUploads,
} from './upload.store.ts'

const maxFiles = 1000

/**
 * Checks the files of a request; undefined if it has none.
 * @throws AppError BAD_USER_INPUT for files that can't be imported as the request states.
 */
export function createUploadIntake(
  files: readonly ImportFileInput[] | null | undefined,
  { layout }: Pick<ImportRequest, 'layout'>,
): UploadIntake | undefined {
  if (files == null) return undefined
  if (files.length === 0 || files.length > maxFiles) {
    throw badArgument('input.files', `must contain 1 to ${maxFiles} files`, 'LENGTH')
  }
  const received = Promise.withResolvers<void>()
  // The job may end before anything waits for it.
  received.promise.catch(() => undefined)
  return { files: files.map((file, index) => checkFile(file, `input.files.${index}`, layout)), received }
}

function checkFile(
  { kind, ownerId, file }: ImportFileInput,
  argument: string,
  layout: ImportRequest['layout'],
): UploadedFile {
  const ownerArgument = `${argument}.ownerId`
  if (ownerId == null) {
    if (layout === 'era2' && kind !== 'users')
      throw badArgument(
        ownerArgument,
        'is required: in layout ERA2 only the users are in a global file',
        'REQUIRED',
      )
    return { kind, ownerId: null, upload: file }
  }
  if (layout === 'era1')
    throw badArgument(ownerArgument, 'must be omitted: layout ERA1 has only global files', 'NOT_ALLOWED')
  if (kind === 'users')
    throw badArgument(ownerArgument, 'must be omitted: users are in a global file', 'NOT_ALLOWED')
  return { kind, ownerId: requireUuid(ownerId, ownerArgument), upload: file }
}

/** The part of an import run that receives uploads. */
interface UploadReceiver {
  readonly connection: DedicatedConnection
  readonly request: Pick<ImportRequest, 'includeBackups'>
  readonly input: { readonly uploads?: UploadIntake }
  readonly signal: AbortSignal
}

/** Bytes of an upload held in memory, and the size of the largest row of `staging.uploads`. */
const pieceBytes = 64 * 1024

/**
 * Stores the files uploaded with the job's request in the staging tables, in the order in which they arrive. The
 * client may then disconnect. Does nothing if the request has no files.
 * @throws ImportFailure UPLOAD_ABORTED if a file is not received; the signal's reason; the driver's errors.
 */
export async function receiveUploads(receiver: UploadReceiver): Promise<void> {
  const { uploads } = receiver.input
  if (uploads === undefined) return
  try {
    await receiveFiles(receiver, uploads.files)
    uploads.received.resolve()
  } catch (error) {
    uploads.received.reject(error)
    throw error instanceof AppError
      ? new ImportFailure('UPLOAD_ABORTED', error.message, { cause: error })
      : error
  }
}

async function receiveFiles(receiver: UploadReceiver, uploads: readonly UploadedFile[]): Promise<void> {
  const { connection, request, signal } = receiver
  await disableSynchronousCommit(connection.db)
  const sources: NamedSource[] = []
  const taken = new Set<string>()
  for await (const [upload, { fileName, bytes }] of untilAborted(listByArrival(uploads), signal)) {
    const { kind, ownerId } = upload
    const name = decodeUploadName(fileName, kind)
    const path = createUploadPath({ fileName, kind, ownerId }, taken)
    if (name.isBackup && !request.includeBackups) throw backupExcluded(path)
    const size = await storePieces(connection, arrivalNumber(sources.length), untilAborted(bytes, signal))
    const layout = ownerId === null ? 'ERA1' : 'ERA2'
    const file = { kind, path, location: '', ownerId, layout, bytes: size, modifiedAt: null } as const
    sources.push({ name, file: { ...file, isBackup: name.isBackup } })
  }
  await saveFiles(connection.db, sources)
}

/** Yields each item when its file starts to arrive. */
async function* listByArrival<Item extends { readonly upload: Upload }>(
  items: readonly Item[],
): AsyncGenerator<readonly [Item, StartedFile], void> {
  const arrivals = items.map(() => Promise.withResolvers<readonly [Item, StartedFile]>())
  let next = 0
  for (const item of items) {
    item.upload.started.then(
      (file) => arrivals[next++]?.resolve([item, file]),
      (error) => arrivals[next++]?.reject(error),
    )
  }
  // Only the first failure is thrown; the others must not be unhandled rejections.
  for (const { promise } of arrivals) promise.catch(() => undefined)
  for (const { promise } of arrivals) yield await promise
}

/**
 * Yields the items until the signal is aborted, even while waiting for the next one. The source is not asked to
 * return: it could not until its pending item arrives.
 * @throws the signal's reason.
 */
async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  const iterator = items[Symbol.asyncIterator]()
  for (;;) {
    const next = await orAborted(iterator.next(), signal)
    if (next.done === true) return
    yield next.value
  }
}

async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
    work.catch(() => undefined)
  }
}

/** Until all files have arrived, their numbers are negative. */
function arrivalNumber(index: number): number {
  return -1 - index
}

/** Returns the number of bytes. */
async function storePieces(
  connection: DedicatedConnection,
  fileNumber: number,
  chunks: AsyncIterable<Buffer>,
): Promise<number> {
  const piece = createPieceBuffer(pieceBytes)
  let pieces = 0
  let length = 0
  const store = async () => {
    await insertUploadPiece(connection, { fileNumber, number: ++pieces, length }, piece)
    length = 0
  }
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length; ) {
      const copied = chunk.copy(piece.bytes, length, taken)
      taken += copied
      length += copied
      if (length === pieceBytes) await store()
    }
  }
  const size = pieces * pieceBytes + length
  if (length > 0) await store()
  return size
}

/** Stores the rows of all files in one transaction: without them, the pieces are not used. */
async function saveFiles(db: Database, sources: readonly NamedSource[]): Promise<void> {
  const arrivals = new Map(sources.map(({ file }, index) => [file.path, arrivalNumber(index)]))
  const files = orderSources(sources)
  const numbers = files.map(({ path, number }) => ({ arrival: arrivals.get(path) ?? 0, number }))
  await inTransaction(db, async (trx) => {
    await insertStagedFiles(trx, files)
    await numberUploads(trx, numbers)
    await enableSynchronousCommit(trx)
  })
}

function backupExcluded(path: string): AppError {
  return new AppError('BAD_USER_INPUT', `"${path}" is a backup, and the request excludes backups.`, {
    details: { argument: 'input.includeBackups' },
  })
}

/**
 * Waits until all files have been received, or the job has ended without them; the client may then disconnect.
 * @throws AppError with the reason why a file was not received; the job has failed then, and another one can start.
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
    // The job reports any other error itself.
    if (!(error instanceof AppError)) return
    throw new AppError(error.code, error.message, { details: { ...error.details, jobId }, cause: error })
  }
}
