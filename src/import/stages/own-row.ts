import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { RecordRows } from '../entities/entity.ts'
import type { RecordKind } from './record.ts'

/** The record's own row; every decoded record has one. */
export function ownRow<Kind extends RecordKind>(rows: RecordRows, kind: Kind): Selectable<DB[Kind]> {
  const row = rows[kind]?.[0]
  if (row === undefined) throw new Error(`A record of ${kind} was decoded without its own row.`)
  return row
}

/** When the legacy application last changed the record; of a message, which has no such date, when it was made. */
export function changedAtOf(rows: RecordRows, kind: RecordKind): Date {
  return kind === 'chat_messages' ? ownRow(rows, kind).created_at : ownRow(rows, kind).updated_at
}
