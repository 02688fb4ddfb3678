import { type RecordKind, recordKinds } from './record.ts'

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
