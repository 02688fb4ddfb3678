import { skipReasons } from '../stages/skip-reason.ts'
import { decodeSourceName } from '../stages/source-name.ts'
import type { ArchiveEntry } from './archive-entry.ts'

/** Two folders, data/, users/, one for the user, and the file: what lies deeper is not read anyway. */
const maxSegments = 6
/** What file systems take. */
const maxSegmentBytes = 255

const reasons = {
  ...skipReasons,
  link: 'A link. Links of an archive are not followed: put a copy in its place.',
  path: 'Its path leads out of the archive, or is none that a file can have.',
} as const

/** Where an entry goes, as the parts of a safe relative path; or why it stays in the archive. */
export function findEntryPlace({ path, type }: ArchiveEntry): { segments: string[] } | { reason: string } {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (path.startsWith('/') || !segments.every(isSafe)) return { reason: reasons.path }
  if (type === 'link') return { reason: reasons.link }
  if (type === 'other') return { reason: reasons.noFile }
  const isSource = decodeSourceName(segments.at(-1) ?? '') !== null && segments.length <= maxSegments
  return isSource ? { segments } : { reason: reasons.other }
}

function isSafe(segment: string): boolean {
  return segment !== '..' && !/[\0\\]|^[a-z]:/i.test(segment) && Buffer.byteLength(segment) <= maxSegmentBytes
}
