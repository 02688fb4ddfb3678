import { sql } from 'kysely'
import type { Database, DedicatedConnection } from '../../database/connection.ts'
import type { RecordKind, SourceFile } from '../scan/source-item.ts'
import type { OpenBytes } from './file-bytes.ts'

/*
 * Uploaded files lie in the staging, in pieces. While they arrive, nobody knows yet in which order they will be read:
 * until then the number of a file is the negative of its place in the order of arrival.
 */

/** Does not wait for the disk at each piece: without the files' rows, which come last, the pieces are worth nothing. */
export async function relaxCommits(db: Database): Promise<void> {
  await sql`set synchronous_commit = off`.execute(db)
}

/** Waits for the disk once, for all that was written before, too. */
export async function secureCommit(trx: Database): Promise<void> {
  await sql`set synchronous_commit = on`.execute(trx)
}

/** Room for a piece of a file, with what stands before and behind it when it is copied into the staging. */
export interface PieceBuffer {
  /** Where the bytes of the piece go. */
  readonly bytes: Buffer
  readonly row: Buffer
}

/** Of COPY's binary format: the head of the stream, then one row of three fields, each with its length before it. */
const copyHead = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const copyEnd = Buffer.from([0xff, 0xff])
const headBytes = copyHead.length + 2 + (4 + 4) + (4 + 4) + 4

/** Room for one piece after the other. */
export function createPieceBuffer(pieceBytes: number): PieceBuffer {
  const row = Buffer.alloc(headBytes + pieceBytes + copyEnd.length)
  return { row, bytes: row.subarray(headBytes, headBytes + pieceBytes) }
}

/** Keeps the next piece of a file: without copying a byte, for what has been copied stays in memory for a while. */
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

/** Gives files their numbers in the order of reading. Moves none of their bytes: they lie outside of the rows. */
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

/** The files that have arrived, in the order of reading; none until all have. */
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

/** The bytes of an uploaded file, piece by piece. The next is on its way while one is worked on. */
export async function* openUpload(db: Database, fileNumber: number): AsyncGenerator<Buffer, void> {
  let next = findPiece(db, fileNumber, 1)
  for (let number = 2; ; number++) {
    const piece = await next
    if (piece === undefined) return
    next = findPiece(db, fileNumber, number)
    // Whoever stops reading does not wait for it.
    next.catch(() => undefined)
    yield piece
  }
}

async function findPiece(db: Database, fileNumber: number, number: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from staging.uploads where file_number = ${fileNumber} and number = ${number}`.execute(db)
  return rows[0]?.bytes
}

/** The `OpenBytes` of uploaded files. */
export function createUploadOpener(db: Database): OpenBytes {
  return async function* ({ number, bytes }, reading) {
    for await (const piece of openUpload(db, number)) {
      reading.bytes += piece.length
      yield piece
    }
    if (reading.bytes === bytes) return
    const message = `Of the uploaded file's ${bytes} bytes only ${reading.bytes} are there. Upload it again.`
    reading.problem = { code: 'READ_FAILED', message, pointer: '' }
  }
}
