import type { Database } from '../../database/connection.ts'
import {
  type CollectedBatch,
  createReject,
  type DecodedBatch,
  type DecodedRecord,
  type Fate,
  isWritten,
  type Reject,
  type ResolvedBatch,
  type ResolvedRecord,
} from './batch.ts'
import { decideFate, type KnownRecords, type OnConflict } from './decide-fate.ts'
import {
  type ExistingRow,
  findDeletedRecords,
  findExistingRows,
  findImportedMessages,
  findStagedRecords,
  type StagedRecord,
} from './known-records.store.ts'
import type { Link, OrphanPolicy, PrepareLink } from './link.ts'
import type { RecordKind } from './record.ts'

export interface ResolveOptions {
  readonly db: Database
  readonly kind: RecordKind
  readonly prepareLink: PrepareLink
  readonly onConflict: OnConflict
  readonly orphans: OrphanPolicy
}

/**
 * Decides what becomes of each record, and makes its rows point only at what is staged or in the tables. A few
 * statements a batch. Every record comes out once: resolved, as a reject, or counted as a copy.
 * What somebody writes to the tables meanwhile is not seen; publishing fails on it, or leaves it alone.
 */
export async function* resolveReferences(
  batches: AsyncIterable<CollectedBatch>,
  options: ResolveOptions,
): AsyncGenerator<ResolvedBatch> {
  for await (const batch of batches) yield resolveBatch(batch, options)
}

interface Decided {
  readonly record: DecodedRecord
  readonly fate: Fate
}

async function resolveBatch(batch: CollectedBatch, options: ResolveOptions): Promise<ResolvedBatch> {
  const { db, prepareLink, orphans } = options
  const rejects = [...batch.rejects]
  const decided = decideBatch(batch.records, await findKnown(batch, options), rejects, options.onConflict)
  const toWrite = decided.filter(({ fate }) => isWritten(fate)).map(({ record }) => record)
  const linked = linkBatch(decided, await prepareLink(db, toWrite, orphans), rejects)
  return {
    ...linked,
    rejects,
    copies: batch.records.length + batch.rejects.length - linked.records.length - rejects.length,
    files: batch.files,
  }
}

interface GrowingKnown extends KnownRecords {
  readonly staged: Map<string, Omit<StagedRecord, 'id'>>
}

async function findKnown({ records }: DecodedBatch, { db, kind }: ResolveOptions): Promise<GrowingKnown> {
  const ids = records.map(({ id }) => id)
  const staged = await findStagedRecords(db, kind, ids)
  const rows = await findExistingRows(db, kind, ids)
  const existing = new Map(rows.map((row) => [row.id, row]))
  const absentIds = ids.filter((id) => !existing.has(id))
  const deleted = kind === 'contracts' ? await findDeletedRecords(db, kind, absentIds) : []
  const differing = kind === 'chat_messages' ? records.filter((record) => differs(record, existing)) : []
  const differingIds = differing.map(({ id }) => id)
  const messages = differingIds.length > 0 ? await findImportedMessages(db, differingIds) : []
  return {
    staged: new Map(staged.map((record) => [record.id, record])),
    existing,
    deletions: new Map(deleted.map(({ id, deletedAt }) => [id, deletedAt])),
    messages: new Map(messages.map((message) => [message.id, message])),
  }
}

function differs({ id, sha256 }: DecodedRecord, existing: ReadonlyMap<string, ExistingRow>): boolean {
  const row = existing.get(id)
  return row !== undefined && row.sha256 !== sha256
}

/** Adds to `rejects`; a copy comes out in neither. */
function decideBatch(
  records: readonly DecodedRecord[],
  known: GrowingKnown,
  rejects: Reject[],
  onConflict: OnConflict,
): Decided[] {
  const decided: Decided[] = []
  for (const record of records) {
    const verdict = decideFate(record, known, onConflict)
    if (verdict === 'copy') continue
    if (typeof verdict === 'object') {
      rejects.push(createReject(record, verdict))
    } else {
      decided.push({ record, fate: verdict })
      const { sha256, changedAt, place } = record
      known.staged.set(record.id, { sha256, changedAt, file: place.file })
    }
  }
  return decided
}

/** Adds to `rejects`. */
function linkBatch(
  decided: readonly Decided[],
  link: Link,
  rejects: Reject[],
): Pick<ResolvedBatch, 'records' | 'placeholders'> {
  const records: ResolvedRecord[] = []
  const placeholders: ResolvedBatch['placeholders'][number][] = []
  for (const { record, fate } of decided) {
    if (!isWritten(fate)) {
      records.push({ ...record, rows: {}, warnings: [], fate })
      continue
    }
    const linked = link(record)
    if ('code' in linked) {
      rejects.push(createReject(record, linked))
      continue
    }
    if (linked.placeholder !== undefined) placeholders.push(linked.placeholder)
    records.push({ ...record, rows: linked.rows, warnings: [...record.warnings, ...linked.warnings], fate })
  }
  return { records, placeholders }
}
