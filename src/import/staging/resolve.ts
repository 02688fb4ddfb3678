import type { Database } from '../../database/connection.ts'
import { isNewerMessage } from '../records/chat-message.ts'
import type { Link, OrphanPolicy, PrepareLink } from '../records/link.ts'
import { ownRow, type Rejection } from '../records/record-type.ts'
import type { RecordKind } from '../scan/source-item.ts'
import {
  type CollectedBatch,
  createReject,
  type DecodedBatch,
  type DecodedRecord,
  isWritten,
  type RecordAction,
  type Reject,
  type ResolvedBatch,
  type ResolvedRecord,
} from './decode.ts'
import {
  type ExistingRow,
  findDeletedRecords,
  findExistingRows,
  findImportedMessages,
  findStagedRecords,
  type ImportedMessage,
  type StagedRecord,
} from './known-records.store.ts'

interface ResolveOptions {
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
  readonly fate: RecordAction
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
    const verdict = decideAction(record, known, onConflict)
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

type OnConflict = 'skip' | 'update_if_newer'

/** What is known of the ids of a batch. `staged` grows with the batch. */
interface KnownRecords {
  readonly staged: ReadonlyMap<string, Omit<StagedRecord, 'id'>>
  readonly existing: ReadonlyMap<string, ExistingRow>
  /** When the rows of records that were imported before were deleted through the API. */
  readonly deletions: ReadonlyMap<string, Date>
  /** Of the messages that are there already and differ. */
  readonly messages: ReadonlyMap<string, ImportedMessage>
}

/** `copy`: the record stands in the source before; nothing more happens with this one. */
type Decision = RecordAction | 'copy' | Rejection

/** Decides by id, hash and age alone what becomes of a record. */
function decideAction(record: DecodedRecord, known: KnownRecords, onConflict: OnConflict): Decision {
  const staged = known.staged.get(record.id)
  if (staged !== undefined) return decideCopy(record, staged)
  const existing = known.existing.get(record.id)
  if (existing === undefined) return decideAbsent(record, known.deletions.get(record.id), onConflict)
  if (existing.sha256 === record.sha256) return 'unchanged'
  if (existing.parentId !== parentIdOf(record)) return idTaken
  if (existing.isPlaceholder) return 'updated'
  if (onConflict === 'skip') return 'skipped'
  return isNewer(record, existing, known) ? 'updated' : 'skipped'
}

/** Live files come before backups: what a backup says of a record that is there already is older, or else odd. */
function decideCopy(record: DecodedRecord, staged: Omit<StagedRecord, 'id'>): Decision {
  if (staged.sha256 === record.sha256) return 'copy'
  const isFromBackup = record.place.isBackup && staged.file !== record.place.file
  if (isFromBackup && record.changedAt <= staged.changedAt) return 'copy'
  const which = isFromBackup ? `${staged.file}, and is older` : `${staged.file}, and differs`
  return {
    code: 'DUPLICATE_ID',
    pointer: '',
    message: `Another record with this id stands in ${which}. Keep one of the two, or give one a new id.`,
  }
}

/** A deletion is a change like others: only what was changed in the files later goes before it. */
function decideAbsent(record: DecodedRecord, deletedAt: Date | undefined, onConflict: OnConflict): Decision {
  if (deletedAt === undefined) return 'inserted'
  return onConflict === 'update_if_newer' && record.changedAt > deletedAt ? 'inserted' : 'skipped'
}

const idTaken: Rejection = {
  code: 'ID_TAKEN',
  pointer: '',
  message: 'The id belongs to a row of another owner in the database. Give the record a new id.',
}

function parentIdOf(record: DecodedRecord): string {
  switch (record.place.kind) {
    case 'users':
      return record.id
    case 'chat_messages':
      return ownRow(record.rows, 'chat_messages').session_id
    default:
      return ownRow(record.rows, record.place.kind).user_id
  }
}

function isNewer(record: DecodedRecord, { id, changedAt }: ExistingRow, { messages }: KnownRecords): boolean {
  return changedAt === null ? isNewerMessage(record, messages.get(id)) : record.changedAt > changedAt
}
