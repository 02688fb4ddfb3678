import { recordKinds, type SourceFile } from './record.ts'
import type { SourceName } from './source-name.ts'

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
