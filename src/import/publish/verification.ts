import type { Database } from '../../database/connection.ts'
import { ImportFailure } from '../failure.ts'
import type { FileVerification } from '../file.store.ts'
import type { TableColumns } from '../records/column.store.ts'
import { addToDigest, createDigest } from '../records/digest.ts'
import { recordTypes } from '../records/kinds.ts'
import { listWrittenRecords, type StagedRange } from '../staging/staging.store.ts'
import {
  findStoredRecords,
  hashStoredRecord,
  matchesSource,
  type RebuiltRecord,
  type StoredRecord,
} from './rebuild-record.ts'
import { findChangedRoles } from './role.store.ts'

/** Verification results not saved yet, by file number. */
export type FileVerifications = Map<number, FileVerification>

/** How many mismatches an error message lists. */
const maxNamedMismatches = 10
/** How many files are saved in one statement. */
const maxHeldFiles = 1000

/** Batches written in this transaction, as the database stores them. */
export interface PublishedRange {
  readonly range: StagedRange
  readonly records: readonly StoredRecord[]
  readonly fileNumbers: ReadonlyMap<string, number>
}

/** Reads back the records of batches that were written in this transaction. */
export async function findPublishedRange(
  trx: Database,
  range: StagedRange,
  { jobId, columns }: { readonly jobId: string; readonly columns: TableColumns },
): Promise<PublishedRange> {
  const written = await listWrittenRecords(trx, range)
  const ids = written.map(({ id }) => id)
  const stored = await findStoredRecords(trx, recordTypes[range.kind], columns, ids)
  const changedRoles = range.kind === 'users' ? await findChangedRoles(trx, jobId, ids) : []
  const records = stored.map((record) => ({
    ...record,
    isDamaged: record.isDamaged || changedRoles.includes(record.id),
  }))
  return { range, records, fileNumbers: new Map(written.map(({ id, fileNumber }) => [id, fileNumber])) }
}

/**
 * Compares batches with their source and adds the result to their files. Sends no statement.
 * @throws ImportFailure VERIFICATION_FAILED if a record differs from its source.
 */
export function verifyRange({ range, records, fileNumbers }: PublishedRange, files: FileVerifications): void {
  const type = recordTypes[range.kind]
  const mismatches: RebuiltRecord[] = []
  for (const stored of records) {
    const record = hashStoredRecord(stored, type)
    if (matchesSource(record)) addVerified(files, fileNumbers.get(record.id) ?? 0, record)
    else mismatches.push(record)
  }
  if (mismatches.length > 0) throw verificationFailed(range, mismatches)
}

function addVerified(files: FileVerifications, number: number, { expected, sha256 }: RebuiltRecord): void {
  const file = files.get(number) ?? createFileVerification(number)
  files.set(number, file)
  file.verified++
  if (expected !== undefined) addToDigest(file.source, expected.sha256)
  if (sha256 !== undefined) addToDigest(file.published, sha256)
}

function createFileVerification(fileNumber: number): FileVerification {
  return { fileNumber, verified: 0, differing: 0, source: createDigest(), published: createDigest() }
}

function verificationFailed({ kind }: StagedRange, mismatches: readonly RebuiltRecord[]): ImportFailure {
  const named = mismatches
    .slice(0, maxNamedMismatches)
    .map(
      ({ id, expected }) =>
        `${id} (${expected === undefined ? 'not recorded' : `${expected.file}:${expected.line}`})`,
    )
  return new ImportFailure('VERIFICATION_FAILED', `First records of ${kind}: ${named.join(', ')}.`)
}

/** Removes and returns complete files once many are held. The next batch may continue the last file, so it stays. */
export function takeCompleteFiles(files: FileVerifications): FileVerification[] {
  if (files.size <= maxHeldFiles) return []
  const last = Math.max(...files.keys())
  const complete = [...files.values()].filter(({ fileNumber }) => fileNumber < last)
  for (const { fileNumber } of complete) files.delete(fileNumber)
  return complete
}
