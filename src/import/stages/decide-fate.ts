import type { Rejection } from '../entities/entity.ts'
import type { DecodedRecord, Fate } from './batch.ts'
import type { ExistingRow, ImportedMessage, StagedRecord } from './known-records.store.ts'
import { isLaterMessage } from './message-age.ts'
import { ownRow } from './own-row.ts'

export type OnConflict = 'skip' | 'update_if_newer'

/** What is known of the ids of a batch. `staged` grows with the batch. */
export interface KnownRecords {
  readonly staged: ReadonlyMap<string, Omit<StagedRecord, 'id'>>
  readonly existing: ReadonlyMap<string, ExistingRow>
  /** When the rows of records that were imported before were deleted through the API. */
  readonly deletions: ReadonlyMap<string, Date>
  /** Of the messages that are there already and differ. */
  readonly messages: ReadonlyMap<string, ImportedMessage>
}

/** `copy`: the record stands in the source before; nothing more happens with this one. */
export type Verdict = Fate | 'copy' | Rejection

/** Decides by id, hash and age alone what becomes of a record. */
export function decideFate(record: DecodedRecord, known: KnownRecords, onConflict: OnConflict): Verdict {
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
function decideCopy(record: DecodedRecord, staged: Omit<StagedRecord, 'id'>): Verdict {
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
function decideAbsent(record: DecodedRecord, deletedAt: Date | undefined, onConflict: OnConflict): Verdict {
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
  return changedAt === null ? isLaterMessage(record, messages.get(id)) : record.changedAt > changedAt
}
