import type { Database } from '../database/connection.ts'
import { addToDigest, createDigest } from './digest.ts'
import { type FileProof, insertFileProofs, insertUnprovenFiles } from './file-proof.store.ts'
import { ImportFailure } from './import-failure.ts'
import { kinds } from './kinds.ts'
import type { TableColumns } from './stages/column.store.ts'
import { listWrittenRecords } from './stages/published.store.ts'
import type { StagedRange } from './stages/staging.store.ts'
import {
  findStoredRecords,
  isProven,
  type ReadBack,
  readBack,
  type StoredRecord,
} from './stages/verify-records.ts'

/** The proofs of files that are not saved yet, in the order of the files. */
export type Proofs = Map<number, FileProof>

/** How many records that fail the verification are named. */
const maxNamedMismatches = 10
/** How many proofs are saved at once. */
const maxHeldProofs = 1000

/** No proof yet. */
export function createProofs(): Proofs {
  return new Map()
}

/** Batches that were written in this transaction, as the database has it. */
export interface StoredRange {
  readonly range: StagedRange
  readonly records: readonly StoredRecord[]
  readonly fileNumbers: ReadonlyMap<string, number>
}

/** Fetches batches that were written in this transaction. */
export async function findStoredRange(
  trx: Database,
  range: StagedRange,
  columns: TableColumns,
): Promise<StoredRange> {
  const written = await listWrittenRecords(trx, range)
  const ids = written.map(({ id }) => id)
  const records = await findStoredRecords(trx, kinds[range.kind].entity, columns, ids)
  return { range, records, fileNumbers: new Map(written.map(({ id, fileNumber }) => [id, fileNumber])) }
}

/**
 * Compares batches with their source, and adds to the proofs of its files. Asks nothing of the database.
 * @throws ImportFailure VERIFICATION_FAILED when a record is not what its source says.
 */
export function proveRange({ range, records, fileNumbers }: StoredRange, proofs: Proofs): void {
  const { entity } = kinds[range.kind]
  const mismatches: ReadBack[] = []
  for (const stored of records) {
    const record = readBack(stored, entity)
    if (isProven(record)) addProof(proofs, fileNumbers.get(record.id) ?? 0, record)
    else mismatches.push(record)
  }
  if (mismatches.length > 0) throw verificationFailed(range, mismatches)
}

function addProof(proofs: Proofs, fileNumber: number, { expected, sha256 }: ReadBack): void {
  const proof = proofs.get(fileNumber) ?? createProof(fileNumber)
  proofs.set(fileNumber, proof)
  proof.verified++
  if (expected !== undefined) addToDigest(proof.source, expected.sha256)
  if (sha256 !== undefined) addToDigest(proof.published, sha256)
}

function createProof(fileNumber: number): FileProof {
  return { fileNumber, verified: 0, differing: 0, source: createDigest(), published: createDigest() }
}

function verificationFailed({ kind }: StagedRange, mismatches: readonly ReadBack[]): ImportFailure {
  const named = mismatches
    .slice(0, maxNamedMismatches)
    .map(
      ({ id, expected }) =>
        `${id} (${expected === undefined ? 'not recorded' : `${expected.file}:${expected.line}`})`,
    )
  return new ImportFailure('VERIFICATION_FAILED', `Of ${kind}, the first: ${named.join(', ')}.`)
}

/** Saves proofs when many are held. The last file may go on in the next batch. */
export async function saveFullProofs(trx: Database, jobId: string, proofs: Proofs): Promise<void> {
  if (proofs.size <= maxHeldProofs) return
  const last = Math.max(...proofs.keys())
  const complete = [...proofs.values()].filter(({ fileNumber }) => fileNumber < last)
  await insertFileProofs(trx, jobId, complete)
  for (const { fileNumber } of complete) proofs.delete(fileNumber)
}

/** Saves the proofs that are left, and notes the files that needed none. */
export async function saveAllProofs(trx: Database, jobId: string, proofs: Proofs): Promise<void> {
  await insertFileProofs(trx, jobId, [...proofs.values()])
  await insertUnprovenFiles(trx, jobId)
}
