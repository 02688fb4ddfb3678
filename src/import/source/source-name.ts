import type { Dirent } from 'node:fs'
import { type RecordKind, recordKinds, type SourceFile, type SourceLayout } from '../scan/source-item.ts'

/** What a file's name says. */
export interface SourceName {
  readonly kind: RecordKind
  readonly isBackup: boolean
  /** The number behind `.backup`; 0 without one, and for a live file. */
  readonly backupNumber: number
}

const extension = '(?:json|ndjson|jsonl)'
const backup = '((?:backup|bak)[\\w-]*)'
const compression = '(?:\\.(?:gz|zst))?'
/** `users.json`, its copies `users.json.backup3`, and `users.backup.json` as people name them; each also compressed. */
const sourceName = new RegExp(
  `^(${recordKinds.join('|')})\\.(?:${extension}${compression}(?:\\.${backup}${compression})?|${backup}\\.${extension}${compression})$`,
)

/** The kind of records that a file with this name holds; null when it is none of the legacy files. */
export function decodeSourceName(name: string): SourceName | null {
  const match = sourceName.exec(name)
  const kind = recordKinds.find((one) => one === match?.[1])
  if (match === null || kind === undefined) return null
  const suffix = match[2] ?? match[3]
  return {
    kind,
    isBackup: suffix !== undefined,
    backupNumber: Number(/\d+$/.exec(suffix ?? '')?.[0] ?? 0),
  }
}

/** What to read of a directory. */
export interface SourceOptions {
  /** AUTO reads both layouts. ERA2 reads of the global files only the users. */
  readonly layout: 'AUTO' | SourceLayout
  readonly includeBackups: boolean
  /** A directory with more files is refused. */
  readonly maxFiles?: number
}

/** Why a path is not read. */
export const skipReasons = {
  other: 'Not one of the legacy files.',
  link: 'A symbolic link. Links are not followed: put a copy in its place.',
  noFile: 'Not a regular file.',
  backup: 'A backup, and backups are left out.',
  layout: 'Belongs to the layout that is left out.',
} as const

/** Null when the file is to be read. */
export function findSkipReason(
  entry: Dirent,
  name: SourceName | null,
  place: SourceLayout,
  { layout, includeBackups }: SourceOptions,
): string | null {
  // The users are one global file in both layouts.
  const isUsers = name?.kind === 'users'
  if (name === null || (isUsers && place === 'ERA2')) return skipReasons.other
  if (entry.isSymbolicLink()) return skipReasons.link
  if (!entry.isFile()) return skipReasons.noFile
  if (name.isBackup && !includeBackups) return skipReasons.backup
  if (layout !== 'AUTO' && layout !== place && !isUsers) return skipReasons.layout
  return null
}

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
export function createUploadPath(
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

/** A file that is to get its number. */
export interface NamedSource {
  readonly name: SourceName
  readonly file: Omit<SourceFile, 'number'>
}

/**
 * Numbers the files in the order of reading: that of foreign keys; of one kind the live files come before the
 * backups, `.backup` before `.backup3`, and a global file before those of the users.
 */
export function orderSources(sources: readonly NamedSource[]): SourceFile[] {
  const ranked = sources.map(({ name, file }) => ({ rank: rankOf(name), file }))
  ranked.sort((one, other) => one.rank - other.rank || comparePaths(one.file, other.file))
  return ranked.map(({ file }, index) => ({ ...file, number: index + 1 }))
}

/** The order of the files but for the path, which puts `contracts.json` before `users/`. */
function rankOf({ kind, isBackup, backupNumber }: SourceName): number {
  const copy = isBackup ? 1 + Math.min(backupNumber, 998) : 0
  return recordKinds.indexOf(kind) * 1000 + copy
}

/** By the path, as computers count: the same on every system. */
export function comparePaths(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1
}
