import { AppError } from '../../errors.ts'
import { type FolderSearch, isFolder, listFolder } from './list-folder.ts'
import { decodeSourceName } from './source-name.ts'

/** An archive often has one folder around everything, and in it one for each of several backups. */
const maxLevels = 2
/** More are no backups, but somebody's whole disk. */
const maxFolders = 10_000
const maxNamedFolders = 10

/**
 * The folder with the legacy files, relative to the searched directory: empty, or ending in `/`. It is the directory
 * or its `data/`, or else the only folder one or two levels down that is such a directory.
 * @throws AppError BAD_USER_INPUT when there are several.
 */
export async function findDataFolder(search: FolderSearch): Promise<string> {
  const found: string[] = []
  let level = ['']
  let folders = 0
  for (let depth = 0; depth <= maxLevels && folders < maxFolders; depth++) {
    const next: string[] = []
    for (const path of level.slice(0, maxFolders - folders)) {
      const folder = await lookInto(search, path)
      folders++
      if (folder.dataPath === null) next.push(...folder.subfolders)
      else if (path === '') return folder.dataPath
      else found.push(folder.dataPath)
    }
    level = next
  }
  const [only = '', second] = found
  if (second !== undefined) throw severalFolders(found)
  return only
}

/** Beside legacy files a folder `data/` is something else. */
async function lookInto(
  search: FolderSearch,
  path: string,
): Promise<{ dataPath: string | null; subfolders: string[] }> {
  const subfolders: string[] = []
  let dataPath: string | null = null
  for await (const entry of listFolder(search, path)) {
    if (decodeSourceName(entry.name) !== null || isFolder(entry, 'users'))
      return { dataPath: path, subfolders }
    if (isFolder(entry, 'data')) dataPath = `${path}data/`
    else if (entry.isDirectory() && subfolders.length < maxFolders) subfolders.push(`${path}${entry.name}/`)
  }
  return { dataPath, subfolders }
}

function severalFolders(found: readonly string[]): AppError {
  const named = found.toSorted().slice(0, maxNamedFolders)
  const more = found.length > named.length ? ` and ${found.length - named.length} more` : ''
  return new AppError(
    'BAD_USER_INPUT',
    `Several folders hold legacy files: ${named.join(', ')}${more}. Import one of them; of an archive, unpack it first.`,
  )
}
