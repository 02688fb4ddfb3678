import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Database } from '../../database/connection.ts'
import { type CurrentDocument, getDocumentSlice, listCurrentDocuments } from '../document.store.ts'
import { DiskFailure } from '../failure.ts'
import type { SkippedPath } from '../skipped-paths.ts'
import { isSystemError } from '../source/open-in-place.ts'
import { onDisk } from './disk-failure.ts'

/** The outcome for one document. */
export type WrittenDocument = { readonly bytes: number } | { readonly skipped: SkippedPath }

const pageSize = 500
const sliceBytes = 1024 * 1024
const modes = { file: 0o600, directory: 0o700 } as const

/**
 * Writes each document to its path with its newest content, byte for byte, and with its time of modification. A path
 * that another exported file occupies is skipped. Must run in the transaction of the export's snapshot.
 * @throws DiskFailure, the driver's error.
 */
export async function* writeDocuments(trx: Database, directory: string): AsyncGenerator<WrittenDocument> {
  let afterPath = ''
  for (;;) {
    const documents = await listCurrentDocuments(trx, afterPath, pageSize)
    const last = documents.at(-1)
    if (last === undefined) return
    for (const document of documents) yield await writeDocument(trx, directory, document)
    afterPath = last.path
  }
}

async function writeDocument(
  trx: Database,
  directory: string,
  document: CurrentDocument,
): Promise<WrittenDocument> {
  const segments = document.path.split('/')
  if (!segments.every(isSafe)) return skip(document, 'Its path is not a relative path.')
  const path = join(directory, ...segments)
  const file = await create(path)
  if (file === null) return skip(document, 'Another exported file or folder has its path.')
  try {
    for (let offset = 0; offset < document.bytes; offset += sliceBytes) {
      const slice = await getDocumentSlice(trx, document.id, { offset, length: sliceBytes })
      await onDisk(path, file.writeFile(slice))
    }
    const { modifiedAt } = document
    if (modifiedAt !== null) await onDisk(path, file.utimes(modifiedAt, modifiedAt))
  } finally {
    await file.close()
  }
  return { bytes: document.bytes }
}

function skip({ path }: CurrentDocument, reason: string): WrittenDocument {
  return { skipped: { path, reason } }
}

/** On Windows, a backslash separates folders. */
const separator = process.platform === 'win32' ? /[\\\0]/ : /\0/

function isSafe(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !separator.test(segment)
}

/** The codes for an existing file, and for a file in place of a folder or the reverse. */
const clashes = new Set(['EEXIST', 'ENOTDIR', 'EISDIR'])

/** Null if the path is taken. */
async function create(path: string): Promise<FileHandle | null> {
  try {
    await onDisk(path, mkdir(dirname(path), { recursive: true, mode: modes.directory }))
    return await onDisk(path, open(path, 'wx', modes.file))
  } catch (error) {
    const cause = error instanceof DiskFailure ? error.cause : error
    if (isSystemError(cause) && clashes.has(cause.code)) return null
    throw error
  }
}
