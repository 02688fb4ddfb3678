import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { onDisk } from './disk-failure.ts'

/** A JSON list that is being written. */
export interface ListFile {
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
export async function createListFile(path: string): Promise<ListFile> {
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
