import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { RecordRows } from '../entities/entity.ts'
import type { DecodedRecord } from './batch.ts'
import type { RecordKind } from './record.ts'

/** The record's own row; every decoded record has one. */
export function ownRow<Kind extends RecordKind>(rows: RecordRows, kind: Kind): Selectable<DB[Kind]> {
  const row = rows[kind]?.[0]
  if (row === undefined) throw new Error(`A record of ${kind} was decoded without its own row.`)
  return row
}

/** When the legacy application last changed the record. */
export function updatedAtOf(record: DecodedRecord): Date {
  const { kind } = record.place
  if (kind === 'chat_messages') throw new Error('A message has no date of change.')
  return ownRow(record.rows, kind).updated_at
}
