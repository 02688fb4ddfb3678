import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { RenamedUser } from '../counts.ts'
import { isNewerMessage, isOlderMessage } from '../records/chat-message.ts'
import { recordTypes } from '../records/kinds.ts'
import { getOwnRow, type Link, type LinkPolicies, type RecordKind } from '../records/record-type.ts'
import { type RefusalCode, refuse } from '../records/refusals.ts'
import type { Rejection } from '../records/warnings.ts'
import { type Reject, toPositionColumns } from '../reject.store.ts'
import { findEqualRejects, identifyReject } from '../reject-identity.store.ts'
import { createReject, type DecodedBatch, type DecodedRecord, type FileProgress } from './decode.ts'
import {
  type DeletedRecord,
  type ExistingRow,
  findDeletedRecords,
  findExistingRows,
  findImportedMessages,
  findStagedRecords,
  type KnownRecords,
  type StagedRecord,
} from './known-records.store.ts'

/** `take_over`: the record replaces the row, whichever is newer. */
export type OnConflict = 'skip' | 'update_if_newer' | 'take_over'

export interface ResolveOptions {
  readonly db: Database
  readonly jobId: string
  readonly kind: RecordKind
  readonly onConflict: OnConflict
  readonly policies: LinkPolicies
}

/**
 * The action for a record. `unchanged`: already imported. `olderCopies`: older than the imported record. `refused`: the
 * row is kept, although the record is not older than the imported one.
 */
export type RecordAction = 'inserted' | 'updated' | 'unchanged' | 'olderCopies' | 'refused'

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
  readonly copies: CopyCounts
  /** The refused records, which are kept. */
  readonly refusals: readonly Reject[]
  /** Owners created for records whose own is missing. */
  readonly placeholders: readonly Selectable<DB['users']>[]
  readonly renamedUsers: readonly RenamedUser[]
  readonly rejects: readonly Reject[]
  readonly files: readonly FileProgress[]
}

/** Numbers of records that occur elsewhere in the source: the same version, and an older one in a backup. */
export interface CopyCounts {
  copies: number
  olderCopies: number
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
  const { db, kind, policies, onConflict } = options
  const found: Findings = {
    rejects: [...batch.rejects],
    refusals: [],
    copies: { copies: 0, olderCopies: 0 },
  }
  const decided = decideBatch(batch.records, await findKnown(batch, options), found, onConflict)
  const toWrite = decided.filter(({ action }) => isWritten(action)).map(({ record }) => record)
  const link = await recordTypes[kind].prepareLink(db, toWrite, policies)
  const linked = linkBatch(decided, link, found.rejects)
  const rejects = await dropCopies(found, options)
  return { ...linked, rejects, refusals: found.refusals, copies: found.copies, files: batch.files }
}

/** Everything about a batch apart from its resolved records. Grows as the records are decided. */
interface Findings {
  readonly rejects: Reject[]
  readonly refusals: Reject[]
  readonly copies: CopyCounts
}

/**
 * Returns the rejects without those of backups that another file of the source has as well, and counts these as copies:
 * a rejected record counts once. A reject whose bytes are not all kept has no copies: it may differ from any other.
 */
async function dropCopies(
  { rejects, copies }: Findings,
  { db, jobId }: ResolveOptions,
): Promise<readonly Reject[]> {
  if (!rejects.some(({ position }) => position.isBackup)) return rejects
  const known = await findEqualRejects(db, jobId, rejects)
  return rejects.filter((reject) => {
    const { file, isBackup } = reject.position
    const files = known.get(identifyReject(reject)) ?? new Set()
    const isCopy = isBackup && isWhole(reject) && [...files].some((other) => other !== file)
    if (isCopy) copies.copies++
    else known.set(identifyReject(reject), files.add(file))
    return !isCopy
  })
}

function isWhole({ raw, rawBytes }: Reject): boolean {
  return rawBytes > 0 && raw.length === rawBytes
}

async function findKnown({ records }: DecodedBatch, { db, kind }: ResolveOptions): Promise<KnownRecords> {
  const ids = records.map(({ id }) => id)
  const staged = await findStagedRecords(db, kind, ids)
  const rows = await findExistingRows(db, kind, ids)
  const existing = new Map(rows.map((row) => [row.id, row]))
  const absentIds = ids.filter((id) => !existing.has(id))
  const isDeletable = kind === 'contracts' || kind === 'chat_messages'
  const deleted = isDeletable ? await findDeletedRecords(db, kind, absentIds) : []
  const differing = kind === 'chat_messages' ? records.filter((record) => differs(record, existing)) : []
  const differingIds = differing.map(({ id }) => id)
  const messages = differingIds.length > 0 ? await findImportedMessages(db, differingIds) : []
  return {
    staged: new Map(staged.map((record) => [record.id, record])),
    existing,
    deletions: new Map(deleted.map((record) => [record.id, record])),
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

/** Adds to `found`; copies are dropped. */
function decideBatch(
  records: readonly DecodedRecord[],
  known: KnownRecords,
  found: Findings,
  onConflict: OnConflict,
): Decided[] {
  const decided: Decided[] = []
  for (const record of records) {
    const decision = decideAction(record, known, onConflict)
    if ('copy' in decision) {
      found.copies[decision.copy]++
    } else if ('code' in decision) {
      found.rejects.push(createReject(record, decision))
    } else {
      const { action, refusal } = decision
      if (refusal !== undefined) found.refusals.push(createReject(record, refusal))
      decided.push({ record, action })
      const { id, sha256, changedAt, position } = record
      known.staged.set(id, { id, sha256, changedAt, file: position.file })
    }
  }
  return decided
}

/** `copy`: the record occurs earlier in the source, and this one is ignored. */
type Decision =
  | { readonly action: RecordAction; readonly refusal?: Rejection }
  | { readonly copy: keyof CopyCounts }
  | Rejection

function refused(code: RefusalCode): Decision {
  return { action: 'refused', refusal: refuse(code) }
}

/** Depends only on ids, hashes, dates, and for messages the content. */
function decideAction(record: DecodedRecord, known: KnownRecords, onConflict: OnConflict): Decision {
  const staged = known.staged.get(record.id)
  if (staged !== undefined) return decideCopy(record, staged)
  const existing = known.existing.get(record.id)
  if (existing === undefined) return decideAbsent(record, known.deletions.get(record.id), onConflict)
  if (existing.sha256 === record.sha256) return { action: 'unchanged' }
  if (existing.parentId !== getParentId(record)) return idTaken
  if (existing.isPlaceholder || onConflict === 'take_over') return { action: 'updated' }
  if (onConflict === 'update_if_newer' && isNewer(record, existing, known)) return { action: 'updated' }
  return decideKept(record, existing, known, onConflict)
}

/** The row is kept. Distinguishes an older version of the imported record from one that must not be lost. */
function decideKept(
  record: DecodedRecord,
  { id, changedAt, recordChangedAt }: ExistingRow,
  { messages }: KnownRecords,
  onConflict: OnConflict,
): Decision {
  if (changedAt === null) {
    if (isOlderMessage(record, messages.get(id))) return { action: 'olderCopies' }
    return refused(onConflict === 'skip' ? 'ROW_KEPT' : 'MESSAGE_DIFFERS')
  }
  if (recordChangedAt !== null && record.changedAt < recordChangedAt) return { action: 'olderCopies' }
  if (onConflict === 'skip') return refused('ROW_KEPT')
  return refused(Number(changedAt) === Number(record.changedAt) ? 'NOT_NEWER' : 'ROW_CHANGED')
}

/** Live files come before backups, so a backup's version of a staged record is either older or unexpected. */
function decideCopy(record: DecodedRecord, staged: StagedRecord): Decision {
  if (staged.sha256 === record.sha256) return { copy: 'copies' }
  const isFromBackup = record.position.isBackup && staged.file !== record.position.file
  if (isFromBackup && record.changedAt <= staged.changedAt) return { copy: 'olderCopies' }
  const which = isFromBackup ? `${staged.file} has an older record` : `${staged.file} has a different record`
  return {
    code: 'DUPLICATE_ID',
    pointer: '',
    message: `${which} with this id. Keep one of the two, or give one a new id.`,
  }
}

/** A deletion is a change like any other: only records changed later are imported again. */
function decideAbsent(
  record: DecodedRecord,
  deleted: DeletedRecord | undefined,
  onConflict: OnConflict,
): Decision {
  if (deleted === undefined || onConflict === 'take_over') return { action: 'inserted' }
  const { deletedAt, recordChangedAt, sha256 } = deleted
  if (onConflict === 'update_if_newer' && record.changedAt > deletedAt) return { action: 'inserted' }
  const isOlder = recordChangedAt !== null && record.changedAt < recordChangedAt
  return isOlder || sha256 === record.sha256 ? { action: 'olderCopies' } : refused('ROW_DELETED')
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
): Pick<ResolvedBatch, 'records' | 'placeholders' | 'renamedUsers'> {
  const records: ResolvedRecord[] = []
  const placeholders: Selectable<DB['users']>[] = []
  const renamedUsers: RenamedUser[] = []
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
    if (linked.emailHolderId !== undefined) {
      const { file, line } = toPositionColumns(record.position)
      renamedUsers.push({ userId: record.id, holderId: linked.emailHolderId, file, line })
    }
    const warnings = [...record.warnings, ...linked.warnings]
    records.push({ ...record, rows: linked.rows, warnings, action })
  }
  return { records, placeholders, renamedUsers }
}
