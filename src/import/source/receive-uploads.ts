import type { Database, DedicatedConnection } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { AppError } from '../../errors.ts'
import { ImportFailure } from '../failure.ts'
import type { ImportRun } from '../job-run.ts'
import { insertStagedFiles } from '../staging/staging.store.ts'
import { createUploadPath, decodeUploadName, type NamedSource, orderSources } from './source-name.ts'
import {
  createPieceBuffer,
  insertUploadPiece,
  numberUploads,
  relaxCommits,
  secureCommit,
} from './upload.store.ts'
import type { ArrivingFile, Upload } from './upload.ts'
import type { UploadedFile } from './upload-intake.ts'

/** As much as is held of an upload; the largest row of `staging.uploads`. */
const pieceBytes = 64 * 1024

type Receiver = Pick<ImportRun, 'connection' | 'request' | 'input' | 'signal'>

/**
 * Puts the files that come with the job's request into the staging, in the order in which they come. Afterwards the
 * job needs its client no more. Without files nothing happens.
 * @throws ImportFailure UPLOAD_ABORTED when a file does not come as it should; the signal's reason, the driver's error.
 */
export async function receiveUploads(run: Receiver): Promise<void> {
  const { uploads } = run.input
  if (uploads === undefined) return
  try {
    await receiveFiles(run, uploads.files)
    uploads.received.resolve()
  } catch (error) {
    uploads.received.reject(error)
    throw error instanceof AppError
      ? new ImportFailure('UPLOAD_ABORTED', error.message, { cause: error })
      : error
  }
}

async function receiveFiles(run: Receiver, uploads: readonly UploadedFile[]): Promise<void> {
  const { connection, request, signal } = run
  await relaxCommits(connection.db)
  const sources: NamedSource[] = []
  const taken = new Set<string>()
  for await (const [upload, { fileName, bytes }] of untilAborted(listByArrival(uploads), signal)) {
    const { kind, ownerId } = upload
    const name = decodeUploadName(fileName, kind)
    const path = createUploadPath({ fileName, kind, ownerId }, taken)
    if (name.isBackup && !request.includeBackups) throw backupLeftOut(path)
    const size = await storePieces(connection, arrivalNumber(sources.length), untilAborted(bytes, signal))
    const layout = ownerId === null ? 'ERA1' : 'ERA2'
    const { isBackup } = name
    const file = {
      kind,
      path,
      location: '',
      ownerId,
      isBackup,
      bytes: size,
      modifiedAt: null,
      layout,
    } as const
    sources.push({ name, file })
  }
  await saveFiles(connection.db, sources)
}

/** Until all have arrived, a file's number is a negative one. */
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

/** All files are there, or none. */
async function saveFiles(db: Database, sources: readonly NamedSource[]): Promise<void> {
  const arrivals = new Map(sources.map(({ file }, index) => [file.path, arrivalNumber(index)]))
  const files = orderSources(sources)
  const numbers = files.map(({ path, number }) => ({ arrival: arrivals.get(path) ?? 0, number }))
  await inTransaction(db, async (trx) => {
    await insertStagedFiles(trx, files)
    await numberUploads(trx, numbers)
    await secureCommit(trx)
  })
}

function backupLeftOut(path: string): AppError {
  return new AppError('BAD_USER_INPUT', `"${path}" is a backup, and backups are to be left out.`, {
    details: { argument: 'input.includeBackups' },
  })
}

/** Each with its file as the file comes. Of those that have come before, the order does not matter. */
async function* listByArrival<Item extends { readonly upload: Upload }>(
  items: readonly Item[],
): AsyncGenerator<readonly [Item, ArrivingFile], void> {
  const turns = items.map(() => Promise.withResolvers<readonly [Item, ArrivingFile]>())
  let next = 0
  for (const item of items) {
    item.upload.arrival.then(
      (file) => turns[next++]?.resolve([item, file]),
      (error) => turns[next++]?.reject(error),
    )
  }
  // Of several that fail the first is heard.
  for (const { promise } of turns) promise.catch(() => undefined)
  for (const { promise } of turns) yield await promise
}

/**
 * The same items, until the signal is aborted: also while the next one does not come. Then the source is left as it
 * is, since it could not be asked to end before it answers.
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
