import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kind, kinds } from './places.ts'

/** One file of the source that has records of a kind. */
export interface SourceFile {
  readonly kind: Kind
  /** Relative to the tree, with `/`. */
  readonly path: string
  readonly isBackup: boolean
  readonly bytes: Buffer
}

const name = /^(users|contracts|analyses|chat_sessions|chat_messages)\.json(\.backup\d*)?$/

/** Every file of the tree that holds records: beside users.json, and in the folders below users/. */
export async function readSourceFiles(directory: string): Promise<SourceFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll('\\', '/'),
    )
  const files = paths.flatMap((path) => {
    const [, kindName, backup] = name.exec(path.replace(/^users\/[^/]+\//, '')) ?? []
    const kind = kinds.find((own) => own === kindName)
    const isOwned = !(kind === 'users' && path !== `users.json${backup ?? ''}`)
    return kind !== undefined && isOwned ? [{ kind, path, isBackup: backup !== undefined }] : []
  })
  return Promise.all(
    files.map(async (file) => ({ ...file, bytes: await readFile(join(directory, file.path)) })),
  )
}
