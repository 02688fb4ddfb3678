import { AppError } from '../../errors.ts'

/** One entry of an archive, as it says of itself: nothing of it is believed. */
export interface ArchiveEntry {
  readonly path: string
  readonly type: 'file' | 'folder' | 'link' | 'other'
  readonly modifiedAt: Date | null
  /** To be read once, and before the next entry is asked for; or not at all. */
  readonly content: AsyncIterable<Buffer>
}

/** What an archive may hold. Tests pass smaller ones. */
export interface ArchiveLimits {
  /** Entries of any type. */
  readonly maxEntries: number
  /** What is written to the disk, however large the archive is. */
  readonly maxBytes: number
  /** How many times the archive's size may be written. */
  readonly maxExpansion: number
  /** What any archive may expand to, however small it is. */
  readonly minExpandedBytes: number
}

/** An archive that is not imported, with the reason. */
export function refuseArchive(reason: string, cause?: unknown): AppError {
  return new AppError('BAD_USER_INPUT', `The archive is not imported: ${reason}.`, { cause })
}
