import type { RecordKind } from './record.ts'
import type { SourceName } from './source-name.ts'

const maxShownLength = 200
const backupMark = /\.(?:backup|bak)[\w-]*?(\d*)(?=\.|$)/i

/** What an uploaded file is, by the kind that the request gives it and the name that the client gives it. */
export function decodeUploadName(fileName: string, kind: RecordKind): SourceName {
  const match = backupMark.exec(fileName)
  return { kind, isBackup: match !== null, backupNumber: Number(match?.[1] ?? 0) }
}

/**
 * The path that people are shown: the folder as in a directory, and the client's name for the file, or one made up.
 * Two files never get the same: what has no other place of its own is told by it.
 * @param taken all given before; gets this one too.
 */
export function nameUpload(
  { fileName, kind, ownerId }: { fileName: string; kind: RecordKind; ownerId: string | null },
  taken: Set<string>,
): string {
  const folder = ownerId === null ? '' : `users/${ownerId}/`
  const name = folder + (toShownName(fileName) || `${kind}.json`)
  let path = name
  for (let copy = 2; taken.has(path); copy++) path = `${name} (${copy})`
  taken.add(path)
  return path
}

function toShownName(fileName: string): string {
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
  return name
    .replace(/\p{Cc}/gu, '\ufffd')
    .slice(0, maxShownLength)
    .toWellFormed()
    .trim()
}
