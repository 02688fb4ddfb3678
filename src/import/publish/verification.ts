import type { Database } from '../../database/connection.ts'
import { ImportFailure } from '../failure.ts'
import {
  type FileVerification,
  insertUnverifiedStagedFiles,
  insertVerifiedStagedFiles,
} from '../file.store.ts'
import { recordTypes } from '../records/kinds.ts'
import type { TableColumns } from '../staging/column.store.ts'
import type { StagedRange } from '../staging/staging.store.ts'
import { addToDigest, createDigest } from './digest.ts'
import {
  findStoredRecords,
  listWrittenRecords,
  matchesSource,
  type RebuiltRecord,
  rebuildRecord,
  type StoredRecord,
} from './rebuild-record.ts'

/** The proofs of files that are not saved yet, in the order of the files. */
export type FileVerifications = Map<number, FileVerification>

/** How many records that fail the verification are named. */
const maxNamedMismatches = 10
/** How many proofs are saved at once. */
const maxHeldFiles = 1000

/** No proof yet. */
export function createFileVerifications(): FileVerifications {
  return new Map()
}

/** Batches that were written in this transaction, as the database has it. */
export interface PublishedRange {
  readonly range: StagedRange
  readonly records: readonly StoredRecord[]
  readonly fileNumbers: ReadonlyMap<string, number>
}

/** Fetches batches that were written in this transaction. */
export async function findPublishedRange(
  trx: Database,
  range: StagedRange,
  columns: TableColumns,
): Promise<PublishedRange> {
  const written = await listWrittenRecords(trx, range)
  const ids = written.map(({ id }) => id)
  const records = await findStoredRecords(trx, recordTypes[range.kind].entity, columns, ids)
  return { range, records, fileNumbers: new Map(written.map(({ id, fileNumber }) => [id, fileNumber])) }
}

/**
 * Compares batches with their source, and adds to the proofs of its files. Asks nothing of the database.
 * @throws ImportFailure VERIFICATION_FAILED when a record is not what its source says.
 */
export function verifyRange(
  { range, records, fileNumbers }: PublishedRange,
  proofs: FileVerifications,
): void {
  const { entity } = recordTypes[range.kind]
  const mismatches: RebuiltRecord[] = []
  for (const stored of records) {
    const record = rebuildRecord(stored, entity)
    if (matchesSource(record)) addVerified(proofs, fileNumbers.get(record.id) ?? 0, record)
    else mismatches.push(record)
  }
  if (mismatches.length > 0) throw verificationFailed(range, mismatches)
}

function addVerified(
  proofs: FileVerifications,
  fileNumber: number,
  { expected, sha256 }: RebuiltRecord,
): void {
  const proof = proofs.get(fileNumber) ?? createFileVerification(fileNumber)
  proofs.set(fileNumber, proof)
  proof.verified++
  if (expected !== undefined) addToDigest(proof.source, expected.sha256)
  if (sha256 !== undefined) addToDigest(proof.published, sha256)
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
  return new ImportFailure('VERIFICATION_FAILED', `Of ${kind}, the first: ${named.join(', ')}.`)
}

/** Saves proofs when many are held. The last file may go on in the next batch. */
export async function saveCompleteFiles(
  trx: Database,
  jobId: string,
  proofs: FileVerifications,
): Promise<void> {
  if (proofs.size <= maxHeldFiles) return
  const last = Math.max(...proofs.keys())
  const complete = [...proofs.values()].filter(({ fileNumber }) => fileNumber < last)
  await insertVerifiedStagedFiles(trx, jobId, complete)
  for (const { fileNumber } of complete) proofs.delete(fileNumber)
}

/** Saves the proofs that are left, and notes the files that needed none. */
export async function saveAllFiles(trx: Database, jobId: string, proofs: FileVerifications): Promise<void> {
  await insertVerifiedStagedFiles(trx, jobId, [...proofs.values()])
  await insertUnverifiedStagedFiles(trx, jobId)
}
