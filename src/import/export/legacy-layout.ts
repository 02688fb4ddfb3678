import { join } from 'node:path'
import type { RecordKind } from '../stages/record.ts'

/** `era1`: one file a kind. `era2`: beside users.json a folder for each user. */
export type Layout = 'era1' | 'era2'

/** Where the application looks for an owner's records of a kind, relative to its data directory. */
export function legacyPath(layout: Layout, kind: RecordKind, ownerId: string): string {
  return hasFolders(layout, kind) ? join('users', ownerId, `${kind}.json`) : `${kind}.json`
}

/** True when each owner has a file for the kind. */
export function hasFolders(layout: Layout, kind: RecordKind): boolean {
  return layout === 'era2' && kind !== 'users'
}
