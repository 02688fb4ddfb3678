import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordKind } from '../records/record-type.ts'
import { onDisk } from './disk-failure.ts'

/** `era1`: one file per kind. `era2`: users.json, and a folder with the other files for each user. */
export type Layout = 'era1' | 'era2'

/** A record as text, as it appears in the legacy application's file. */
export interface LegacyRecord {
  /** The owner; for a user, the user itself. */
  readonly ownerId: string
  readonly text: string
}

interface WriteOptions {
  readonly directory: string
  readonly layout: Layout
  readonly kind: RecordKind
}

/** Size of a batch of records that has been written. */
export interface WrittenBatch {
  readonly records: number
  /** Bytes of the records, without separators. */
  readonly bytes: number
}

/**
 * Writes the records of a kind into the legacy application's files. One file is open at a time, so if each owner has a
 * file, the records must be grouped by owner. A global file is written even if it is empty, as the legacy application
 * does; an owner without records gets no file.
 * @throws DiskFailure
 */
export async function* writeRecordFiles(
  batches: AsyncIterable<readonly LegacyRecord[]>,
  { directory, layout, kind }: WriteOptions,
): AsyncGenerator<WrittenBatch> {
  let file: RecordFile | undefined
  try {
    if (!hasFolders(layout, kind))
      file = await createRecordFile(join(directory, legacyPath(layout, kind, '')))
    for await (const records of batches) {
      let bytes = 0
      for (const { ownerId, text } of records) {
        file = await switchFile(join(directory, legacyPath(layout, kind, ownerId)), file)
        await file.append(text)
        bytes += Buffer.byteLength(text)
      }
      yield { records: records.length, bytes }
    }
    await file?.end()
  } finally {
    await file?.close()
  }
}

/** Whether each owner has a file for the kind. */
export function hasFolders(layout: Layout, kind: RecordKind): boolean {
  return layout === 'era2' && kind !== 'users'
}

/** The path of a file in the legacy application's data directory. */
function legacyPath(layout: Layout, kind: RecordKind, ownerId: string): string {
  return hasFolders(layout, kind) ? join('users', ownerId, `${kind}.json`) : `${kind}.json`
}

/** Returns the current file if it has this path; otherwise creates a new file, and ends the current one. */
async function switchFile(path: string, current: RecordFile | undefined): Promise<RecordFile> {
  if (current?.path === path) return current
  const next = await createRecordFile(path)
  await current?.end()
  await current?.close()
  return next
}

/** A file under construction that contains a JSON array of records. */
interface RecordFile {
  readonly path: string
  append(text: string): Promise<void>
  /** Writes the end of the array. */
  end(): Promise<void>
  /** Closes the file even if it has not been ended. */
  close(): Promise<void>
}

/** Only the owner of the process can read the files: they contain password hashes and private data. */
const modes = { file: 0o600, directory: 0o700 } as const
const maxBufferedCharacters = 256 * 1024

/** @throws DiskFailure, also from the file's methods. */
export async function createRecordFile(path: string): Promise<RecordFile> {
  await onDisk(path, mkdir(dirname(path), { recursive: true, mode: modes.directory }))
  const handle = await onDisk(path, open(path, 'wx', modes.file))
  let buffered = '['
  let isEmpty = true
  const flush = async () => {
    const text = buffered
    buffered = ''
    await onDisk(path, handle.writeFile(text))
  }
  return {
    path,
    append: async (text) => {
      buffered += isEmpty ? `\n${text}` : `,\n${text}`
      isEmpty = false
      if (buffered.length > maxBufferedCharacters) await flush()
    },
    end: async () => {
      buffered += isEmpty ? ']' : '\n]'
      await flush()
    },
    close: () => handle.close(),
  }
}
