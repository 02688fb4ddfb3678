import type { Dirent } from 'node:fs'
import type { SourceLayout } from './record.ts'
import type { SourceName } from './source-name.ts'

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
