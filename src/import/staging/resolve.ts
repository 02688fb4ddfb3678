import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import { isNewerMessage } from '../records/chat-message.ts'
import { recordTypes } from '../records/kinds.ts'
import { getOwnRow, type Link, type OrphanPolicy, type RecordKind } from '../records/record-type.ts'
import type { Rejection } from '../records/warnings.ts'
import type { Reject } from '../reject.store.ts'
import { createReject, type DecodedBatch, type DecodedRecord, type FileProgress } from './decode.ts'
import {
  type ExistingRow,
  findDeletedRecords,
  findExistingRows,
  findImportedMessages,
  findStagedRecords,
  type KnownRecords,
  type StagedRecord,
} from './known-records.store.ts'

export type OnConflict = 'skip' | 'update_if_newer'

export interface ResolveOptions {
  readonly db: Database
  readonly kind: RecordKind
  readonly onConflict: OnConflict
  readonly orphans: OrphanPolicy
}

/** The action for a record. `unchanged`: already imported. `skipped`: the existing row is kept. */
export type RecordAction = 'inserted' | 'updated' | 'unchanged' | 'skipped'

/** True for a record whose rows are written to the tables. */
export function isWritten(action: RecordAction): boolean {
  return action === 'inserted' || action === 'updated'
}

/** A record with its action, and with the rows to write, if any. */
export interface ResolvedRecord extends DecodedRecord {
  readonly action: RecordAction
}

export interface ResolvedBatch {
  readonly records: readonly ResolvedRecord[]
  /** Records that occur elsewhere in the source as well; neither staged nor written. */
  readonly copies: number
  /** Owners created for records whose own is missing. */
  readonly placeholders: readonly Selectable<DB['users']>[]
  readonly rejects: readonly Reject[]
  readonly files: readonly FileProgress[]
}

/**
 * Decides what happens to each record, and corrects its references to rows that exist in staging or in the tables, in
 * a fixed number of statements per batch. Each record comes out once: resolved, as a reject, or counted as a copy.
 * Concurrent changes to the tables are not seen here; publishing keeps them or fails on them.
 */
export async function* resolveBatches(
  batches: AsyncIterable<DecodedBatch>,
  options: ResolveOptions,
): AsyncGenerator<ResolvedBatch> {
  for await (const batch of batches) yield resolveBatch(batch, options)
}

async function resolveBatch(batch: DecodedBatch, options: ResolveOptions): Promise<ResolvedBatch> {
  const { db, kind, orphans } = options
  const rejects = [...batch.rejects]
  const decided = decideBatch(batch.records, await findKnown(batch, options), rejects, options.onConflict)
  const toWrite = decided.filter(({ action }) => isWritten(action)).map(({ record }) => record)
  const link = await recordTypes[kind].prepareLink(db, toWrite, orphans)
  const linked = linkBatch(decided, link, rejects)
  return {
    ...linked,
    rejects,
    copies: batch.records.length + batch.rejects.length - linked.records.length - rejects.length,
    files: batch.files,
  }
}

async function findKnown({ records }: DecodedBatch, { db, kind }: ResolveOptions): Promise<KnownRecords> {
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

interface Decided {
  readonly record: DecodedRecord
  readonly action: RecordAction
}

/** Adds to `rejects`; copies are dropped. */
function decideBatch(
  records: readonly DecodedRecord[],
  known: KnownRecords,
  rejects: Reject[],
  onConflict: OnConflict,
): Decided[] {
  const decided: Decided[] = []
  for (const record of records) {
    const decision = decideAction(record, known, onConflict)
    if (decision === 'copy') continue
    if (typeof decision === 'object') {
      rejects.push(createReject(record, decision))
    } else {
      decided.push({ record, action: decision })
      const { id, sha256, changedAt, position } = record
      known.staged.set(id, { id, sha256, changedAt, file: position.file })
    }
  }
  return decided
}

/** `copy`: the record occurs earlier in the source, and this one is ignored. */
type Decision = RecordAction | 'copy' | Rejection

/** Depends only on ids, hashes, dates, and for messages the content. */
function decideAction(record: DecodedRecord, known: KnownRecords, onConflict: OnConflict): Decision {
  const staged = known.staged.get(record.id)
  if (staged !== undefined) return decideCopy(record, staged)
  const existing = known.existing.get(record.id)
  if (existing === undefined) return decideAbsent(record, known.deletions.get(record.id), onConflict)
  if (existing.sha256 === record.sha256) return 'unchanged'
  if (existing.parentId !== getParentId(record)) return idTaken
  if (existing.isPlaceholder) return 'updated'
  if (onConflict === 'skip') return 'skipped'
  return isNewer(record, existing, known) ? 'updated' : 'skipped'
}

/** Live files come before backups, so a backup's version of a staged record is either older or unexpected. */
function decideCopy(record: DecodedRecord, staged: StagedRecord): Decision {
  if (staged.sha256 === record.sha256) return 'copy'
  const isFromBackup = record.position.isBackup && staged.file !== record.position.file
  if (isFromBackup && record.changedAt <= staged.changedAt) return 'copy'
  const which = isFromBackup ? `${staged.file} has an older record` : `${staged.file} has a different record`
  return {
    code: 'DUPLICATE_ID',
    pointer: '',
    message: `${which} with this id. Keep one of the two, or give one a new id.`,
  }
}

/** A deletion is a change like any other: only records changed later are imported again. */
function decideAbsent(record: DecodedRecord, deletedAt: Date | undefined, onConflict: OnConflict): Decision {
  if (deletedAt === undefined) return 'inserted'
  return onConflict === 'update_if_newer' && record.changedAt > deletedAt ? 'inserted' : 'skipped'
}

const idTaken: Rejection = {
  code: 'ID_TAKEN',
  pointer: '',
  message: "The id belongs to another owner's row in the database. Give the record a new id.",
}

function getParentId({ id, rows, position: { kind } }: DecodedRecord): string {
  switch (kind) {
    case 'users':
      return id
    case 'chat_messages':
      return getOwnRow(rows, kind).session_id
    default:
      return getOwnRow(rows, kind).user_id
  }
}

function isNewer(record: DecodedRecord, { id, changedAt }: ExistingRow, { messages }: KnownRecords): boolean {
  return changedAt === null ? isNewerMessage(record, messages.get(id)) : record.changedAt > changedAt
}

/** Adds to `rejects`. */
function linkBatch(
  decided: readonly Decided[],
  link: Link,
  rejects: Reject[],
): Pick<ResolvedBatch, 'records' | 'placeholders'> {
  const records: ResolvedRecord[] = []
  const placeholders: Selectable<DB['users']>[] = []
  for (const { record, action } of decided) {
    if (!isWritten(action)) {
      records.push({ ...record, rows: {}, warnings: [], action })
      continue
    }
    const linked = link(record)
    if ('code' in linked) {
      rejects.push(createReject(record, linked))
      continue
    }
    if (linked.placeholder !== undefined) placeholders.push(linked.placeholder)
    const warnings = [...record.warnings, ...linked.warnings]
    records.push({ ...record, rows: linked.rows, warnings, action })
  }
  return { records, placeholders }
}
