import type { Database } from '../../database/connection.ts'
import { addToDigest, createDigest } from '../digest.ts'
import type { RecordKind } from '../stages/record.ts'
import { isProven, type ReadBack } from '../stages/verify-records.ts'
import { insertVerifiedFiles, type VerifiedFile, type VerifiedRecord } from './verified-record.store.ts'

/** The proofs of the files whose records come, one file after the other. Holds few of them at once. */
export interface VerifiedFiles {
  add(kind: RecordKind, place: VerifiedRecord, record: ReadBack): Promise<void>
  /** Saves what is left. */
  flush(): Promise<void>
}

const maxHeld = 1000

/** Saves the proofs as those of the job, numbered in the order in which the files come. */
export function createVerifiedFiles(db: Database, jobId: string): VerifiedFiles {
  let held: VerifiedFile[] = []
  let number = 0
  const flush = async () => {
    const files = held
    held = []
    if (files.length > 0) await insertVerifiedFiles(db, jobId, files)
  }
  return {
    flush,
    add: async (kind, place, record) => {
      let file = held.at(-1)
      if (file === undefined || file.path !== place.file || file.kind !== kind) {
        if (held.length >= maxHeld) await flush()
        file = createFile(kind, place, ++number)
        held.push(file)
      }
      addRecord(file, record)
    },
  }
}

function createFile(kind: RecordKind, place: VerifiedRecord, number: number): VerifiedFile {
  const { file: path, isBackup, bytes, bytesSha256 } = place
  const counts = { verified: 0, differing: 0, source: createDigest(), published: createDigest() }
  return { number, kind, path, isBackup, bytes, bytesSha256, ...counts }
}

function addRecord(file: VerifiedFile, record: ReadBack): void {
  if (isProven(record)) file.verified++
  else file.differing++
  if (record.expected !== undefined) addToDigest(file.source, record.expected.sha256)
  if (record.sha256 !== undefined) addToDigest(file.published, record.sha256)
}
