import { sql } from 'kysely'
import type { Database, DedicatedConnection } from '../../database/connection.ts'
import type { RecordKind } from '../records/record-type.ts'
import type { SourceFile } from '../records/source-file.ts'
import type { OpenBytes } from './file-bytes.ts'

/*
 * Uploaded files are stored in the staging tables, in pieces. Their order of reading is known only when all have
 * arrived; until then, the number of a file is the negative of its place in the order of arrival.
 */

/** Stops waiting for the disk at each piece: without the rows of the files, which come last, the pieces are not used. */
export async function disableSynchronousCommit(db: Database): Promise<void> {
  await sql`set synchronous_commit = off`.execute(db)
}

/** Makes the commit of this transaction wait for the disk, which includes everything written before. */
export async function enableSynchronousCommit(trx: Database): Promise<void> {
  await sql`set synchronous_commit = on`.execute(trx)
}

/** A reusable buffer for one piece of a file, with room for the COPY header before it and the trailer after it. */
export interface PieceBuffer {
  /** The part for the bytes of the piece. */
  readonly bytes: Buffer
  readonly row: Buffer
}

/** COPY's binary format: the header of the stream, then one row of three fields, each preceded by its length. */
const copyHead = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const copyEnd = Buffer.from([0xff, 0xff])
const headBytes = copyHead.length + 2 + (4 + 4) + (4 + 4) + 4

export function createPieceBuffer(pieceBytes: number): PieceBuffer {
  const row = Buffer.alloc(headBytes + pieceBytes + copyEnd.length)
  return { row, bytes: row.subarray(headBytes, headBytes + pieceBytes) }
}

/** Stores the next piece of a file. Copies no byte, because copies would remain in memory until garbage collection. */
export async function insertUploadPiece(
  connection: DedicatedConnection,
  piece: { readonly fileNumber: number; readonly number: number; readonly length: number },
  { row }: PieceBuffer,
): Promise<void> {
  const { fileNumber, number, length } = piece
  let at = copyHead.copy(row)
  at = row.writeInt16BE(3, at)
  for (const value of [fileNumber, number]) at = row.writeInt32BE(value, row.writeInt32BE(4, at))
  at = row.writeInt32BE(length, at) + length
  at += copyEnd.copy(row, at)
  const statement = 'copy staging.uploads (file_number, number, bytes) from stdin (format binary)'
  await connection.copy(statement, row.subarray(0, at))
}

/** Renumbers the files in the order of reading. Does not rewrite their bytes, which are stored out of line (TOAST). */
export async function numberUploads(
  trx: Database,
  files: readonly { readonly arrival: number; readonly number: number }[],
): Promise<void> {
  const arrivals = files.map(({ arrival }) => arrival)
  const numbers = files.map(({ number }) => number)
  await sql`
    update staging.uploads set file_number = given.number
    from unnest(${arrivals}::integer[], ${numbers}::integer[]) as given (arrival, number)
    where uploads.file_number = given.arrival`.execute(trx)
}

/** The uploaded files in the order of reading; none until all have arrived. */
export async function findUploads(db: Database): Promise<SourceFile[]> {
  const { rows } = await sql<Omit<SourceFile, 'layout' | 'location'> & { kind: RecordKind }>`
    select number, kind, path, owner_id as "ownerId", is_backup as "isBackup", bytes::float8 as bytes,
      modified_at as "modifiedAt"
    from staging.files order by number`.execute(db)
  return rows.map((file) => ({
    ...file,
    location: String(file.number),
    layout: file.ownerId === null ? 'ERA1' : 'ERA2',
  }))
}

/** Creates the `OpenBytes` of uploaded files. */
export function createUploadOpener(db: Database): OpenBytes {
  return async function* ({ number, bytes }, reading) {
    for await (const piece of readPieces(db, number)) {
      reading.bytes += piece.length
      yield piece
    }
    if (reading.bytes === bytes) return
    const message = `Only ${reading.bytes} of the uploaded file's ${bytes} bytes are stored. Upload it again.`
    reading.problem = { code: 'READ_FAILED', message, pointer: '' }
  }
}

/** Reads an uploaded file piece by piece; the next piece is requested while the current one is processed. */
async function* readPieces(db: Database, fileNumber: number): AsyncGenerator<Buffer, void> {
  let next = findPiece(db, fileNumber, 1)
  for (let number = 2; ; number++) {
    const piece = await next
    if (piece === undefined) return
    next = findPiece(db, fileNumber, number)
    // If the reader stops, a failure of this request must not be an unhandled rejection.
    next.catch(() => undefined)
    yield piece
  }
}

async function findPiece(db: Database, fileNumber: number, number: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from staging.uploads where file_number = ${fileNumber} and number = ${number}`.execute(db)
  return rows[0]?.bytes
}
