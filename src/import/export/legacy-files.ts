import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordKind } from '../records/record-type.ts'
import { onDisk } from './disk-failure.ts'
import type { LegacyRecord } from './legacy-records.ts'

interface WriteOptions {
  readonly directory: string
  readonly layout: Layout
  readonly kind: RecordKind
}

/** A batch of records that has been written. */
export interface WrittenBatch {
  readonly records: number
  /** Without what stands between two records. */
  readonly bytes: number
}

/**
 * Writes the records of a kind into the application's files. One file is open at a time, so an owner's records must
 * come together where each owner has a file. A global file is written although nothing stands in it, as the
 * application does; an owner without records has no file.
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

/** The file at the path: the one that is open, or a new one after that has been ended. */
async function switchFile(path: string, file: RecordFile | undefined): Promise<RecordFile> {
  if (file?.path === path) return file
  const next = await createRecordFile(path)
  await file?.end()
  await file?.close()
  return next
}

/** `era1`: one file a kind. `era2`: beside users.json a folder for each user. */
export type Layout = 'era1' | 'era2'

/** Where the application looks for an owner's records of a kind, relative to its data directory. */
function legacyPath(layout: Layout, kind: RecordKind, ownerId: string): string {
  return hasFolders(layout, kind) ? join('users', ownerId, `${kind}.json`) : `${kind}.json`
}

/** True when each owner has a file for the kind. */
export function hasFolders(layout: Layout, kind: RecordKind): boolean {
  return layout === 'era2' && kind !== 'users'
}

/** A JSON list that is being written. */
interface RecordFile {
  readonly path: string
  append(text: string): Promise<void>
  /** Writes the end of the list. */
  end(): Promise<void>
  /** Closes the file, ended or not. */
  close(): Promise<void>
}

/** The files hold password hashes and what users keep to themselves. */
const ownerOnly = { file: 0o600, directory: 0o700 } as const
const maxWaitingCharacters = 256 * 1024

/**
 * Begins a new file, and the folder that it is in; only the system's user that runs this can read them.
 * @throws DiskFailure, from each of its functions too.
 */
export async function createRecordFile(path: string): Promise<RecordFile> {
  await onDisk(path, mkdir(dirname(path), { recursive: true, mode: ownerOnly.directory }))
  const handle = await onDisk(path, open(path, 'wx', ownerOnly.file))
  let waiting = '['
  let isEmpty = true
  const flush = async () => {
    const text = waiting
    waiting = ''
    await onDisk(path, handle.writeFile(text))
  }
  return {
    path,
    append: async (text) => {
      waiting += isEmpty ? `\n${text}` : `,\n${text}`
      isEmpty = false
      if (waiting.length > maxWaitingCharacters) await flush()
    },
    end: async () => {
      waiting += isEmpty ? ']' : '\n]'
      await flush()
    },
    close: () => handle.close(),
  }
}
