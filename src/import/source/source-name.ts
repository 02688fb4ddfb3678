import type { Dirent } from 'node:fs'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import type { SourceFile, SourceLayout } from '../records/source-file.ts'

/** The legacy application stored here what visitors did before they logged in. */
export const anonymousDirectory = 'anonymous'

/** macOS adds this folder to zip archives, with the attributes of each file. */
export const attributesDirectory = '__MACOSX'

/** The properties of a file that its name shows. */
export interface SourceName {
  readonly kind: RecordKind
  readonly isBackup: boolean
  /** The number after `.backup`; 0 without a number and for live files. */
  readonly backupNumber: number
}

const extension = '(?:json|ndjson|jsonl)'
const backup = '((?:backup|bak)[\\w-]*)'
/** Of these, gzip and zstd can be read; a file in another format is reported. */
const compression = '(?:\\.(?:gz|zst|xz|bz2|lz4|7z|zip))?'
/** `users.json`, its copies `users.json.backup3`, manually named copies `users.backup.json`; each also compressed. */
const sourceName = new RegExp(
  `^(${recordKinds.join('|')})\\.(?:${extension}${compression}(?:\\.${backup}${compression})?|${backup}\\.${extension}${compression})$`,
)

/** Null if this is not the name of a legacy file. */
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

const resemblance = new RegExp(`^[.#~]?(?:${recordKinds.join('|')})(?![a-z])`, 'i')

/**
 * True for a name such as `contracts (1).json` or `users.json~`. Such a file may contain records, with the secrets that an
 * import conceals.
 */
export function resemblesSourceName(name: string): boolean {
  return resemblance.test(name)
}

/** Which files of a directory to read. */
export interface SourceOptions {
  /** AUTO reads both layouts; ERA2 reads no global files except the users. */
  readonly layout: 'AUTO' | SourceLayout
  readonly includeBackups: boolean
  /** Directories with more files are rejected. */
  readonly maxFiles?: number
  /** Directories with more other files are rejected. */
  readonly maxDocuments?: number
}

/** Why a path is skipped. */
export const skipReasons = {
  other: 'Not one of the legacy files.',
  link: 'A symbolic link. Links are not followed; replace it with a copy of the file.',
  noFile: 'Not a regular file.',
  backup: 'A backup; backups are excluded.',
  layout: 'Belongs to the excluded layout.',
  record:
    'By its name it may contain records, but it is not one of the files that are read. Rename it like users.json.backup2 and put it beside users.json, or remove it.',
} as const

/** Null if the file is to be read. */
export function findSkipReason(
  entry: Dirent,
  name: SourceName | null,
  place: SourceLayout,
  { layout, includeBackups }: SourceOptions,
): string | null {
  // In both layouts, users are in a global file.
  const isUsers = name?.kind === 'users'
  if (name === null || (isUsers && place === 'ERA2')) return skipReasons.other
  if (entry.isSymbolicLink()) return skipReasons.link
  if (!entry.isFile()) return skipReasons.noFile
  if (name.isBackup && !includeBackups) return skipReasons.backup
  if (layout !== 'AUTO' && layout !== place && !isUsers) return skipReasons.layout
  return null
}

const maxDisplayLength = 200
const backupMark = /\.(?:backup|bak)[\w-]*?(\d*)(?=\.|$)/i

/** Decodes an uploaded file's name. The request states the kind, so the name may be anything. */
export function decodeUploadName(fileName: string, kind: RecordKind): SourceName {
  const match = backupMark.exec(fileName)
  return { kind, isBackup: match !== null, backupNumber: Number(match?.[1] ?? 0) }
}

/**
 * Creates the displayed path of an uploaded file: its directory, and the client's name for it or a default one.
 * The path is unique in the job, because it is all that identifies the file.
 * @param taken the paths created so far; the new one is added.
 */
export function createUploadPath(
  { fileName, kind, ownerId }: { fileName: string; kind: RecordKind; ownerId: string | null },
  taken: Set<string>,
): string {
  const directory = ownerId === null ? '' : `users/${ownerId}/`
  const name = directory + (toDisplayName(fileName) || `${kind}.json`)
  let path = name
  for (let copy = 2; taken.has(path); copy++) path = `${name} (${copy})`
  taken.add(path)
  return path
}

function toDisplayName(fileName: string): string {
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
  return name
    .replace(/\p{Cc}/gu, '\ufffd')
    .slice(0, maxDisplayLength)
    .toWellFormed()
    .trim()
}

/** A file that has no number yet. */
export interface NamedSource {
  readonly name: SourceName
  readonly file: Omit<SourceFile, 'number'>
}

/**
 * Numbers the files in the order of reading: kinds in foreign-key order; within a kind, live files before backups,
 * `.backup` before `.backup3`, and global files before those of users.
 */
export function orderSources(sources: readonly NamedSource[]): SourceFile[] {
  const ranked = sources.map(({ name, file }) => ({ rank: rankOf(name), file }))
  ranked.sort((one, other) => one.rank - other.rank || comparePaths(one.file, other.file))
  return ranked.map(({ file }, index) => ({ ...file, number: index + 1 }))
}

/** Files of equal rank are ordered by path, which puts `contracts.json` before `users/`. */
function rankOf({ kind, isBackup, backupNumber }: SourceName): number {
  const copy = isBackup ? 1 + Math.min(backupNumber, 998) : 0
  return recordKinds.indexOf(kind) * 1000 + copy
}

/** By UTF-16 code unit, so that the order is the same on every system. */
export function comparePaths(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1
}
