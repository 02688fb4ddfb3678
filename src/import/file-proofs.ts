import type { Database } from '../database/connection.ts'
import { addToDigest, createDigest } from './digest.ts'
import { type FileProof, insertFileProofs, insertUnprovenFiles } from './file-proof.store.ts'
import { ImportFailure } from './import-failure.ts'
import { kinds } from './kinds.ts'
import type { TableColumns } from './stages/column.store.ts'
import { listWrittenRecords } from './stages/published.store.ts'
import type { StagedBatch } from './stages/staging.store.ts'
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

/** A batch that was written in this transaction, as the database has it. */
export interface StoredBatch {
  readonly batch: StagedBatch
  readonly records: readonly StoredRecord[]
  readonly fileNumbers: ReadonlyMap<string, number>
}

/** Fetches a batch that was written in this transaction. */
export async function findStoredBatch(
  trx: Database,
  batch: StagedBatch,
  columns: TableColumns,
): Promise<StoredBatch> {
  const written = await listWrittenRecords(trx, batch.number)
  const ids = written.map(({ id }) => id)
  const records = await findStoredRecords(trx, kinds[batch.kind].entity, columns, ids)
  return { batch, records, fileNumbers: new Map(written.map(({ id, fileNumber }) => [id, fileNumber])) }
}

/**
 * Compares a batch with its source, and adds to the proofs of its files. Asks nothing of the database.
 * @throws ImportFailure VERIFICATION_FAILED when a record is not what its source says.
 */
export function proveBatch({ batch, records, fileNumbers }: StoredBatch, proofs: Proofs): void {
  const { entity } = kinds[batch.kind]
  const mismatches: ReadBack[] = []
  for (const stored of records) {
    const record = readBack(stored, entity)
    if (isProven(record)) addProof(proofs, fileNumbers.get(record.id) ?? 0, record)
    else mismatches.push(record)
  }
  if (mismatches.length > 0) throw verificationFailed(batch, mismatches)
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

function verificationFailed({ kind }: StagedBatch, mismatches: readonly ReadBack[]): ImportFailure {
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
