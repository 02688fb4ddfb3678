import type { RecordKind } from './record-type.ts'

/** Where a file is: ERA1 in the same directory as users.json, ERA2 in the directory of its owner. */
export type SourceLayout = 'ERA1' | 'ERA2'

/** A file with records of one kind. */
export interface SourceFile {
  /** Its place in the order of reading, from 1. */
  readonly number: number
  readonly kind: RecordKind
  /** For display: relative to the imported directory, with `/` on every system. */
  readonly path: string
  /** Identifies the file's bytes: for a file in a directory, its absolute path. */
  readonly location: string
  /** The name of its directory in ERA2. Null in ERA1, and for the directory `anonymous`, which has no owner. */
  readonly ownerId: string | null
  readonly isBackup: boolean
  /** Size when the file was found. */
  readonly bytes: number
  /** Time of the last change, as text to be compared; null if the file can't change. */
  readonly modifiedAt: string | null
  readonly layout: SourceLayout
}

/** A file that holds none of the five kinds of records. It is kept as it is. */
export interface DocumentFile {
  /** Relative to the legacy `data` directory, with `/` on every system. */
  readonly path: string
  /** Its absolute path. */
  readonly location: string
  /** The name of the user's folder that contains it; otherwise null. */
  readonly ownerId: string | null
  /** Size when the file was found. */
  readonly bytes: number
}
