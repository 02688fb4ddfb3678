import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import type { RecordKind } from '../scan/source-item.ts'

/** The ten tables that an import fills, in foreign-key order. */
export const importedTables = [
  'users',
  'user_onboarding',
  'user_preferences',
  'contracts',
  'contract_competitors',
  'contract_rpc_config',
  'contract_analysis_params',
  'analyses',
  'chat_sessions',
  'chat_messages',
] as const

export type ImportedTable = (typeof importedTables)[number]

/**
 * The rows of one legacy record, by table; the record's own row first. Values are what the driver returns for the
 * column: timestamptz a Date, DATE 'YYYY-MM-DD', NUMERIC and BIGINT a string, JSONB the parsed value.
 */
export type RecordRows = { readonly [Table in ImportedTable]?: readonly Selectable<DB[Table]>[] }

/** A value that its column can't hold exactly, or that is missing: what stands in the column instead, and why. */
export interface Warning {
  /** Stable, in capitals: VALUE_TOO_LONG, INVALID_DATE, UNKNOWN_VALUE ... */
  readonly code: string
  /** JSON pointer within the record. */
  readonly pointer: string
}

/** Why a record can't be a row. */
export interface Rejection {
  readonly code: string
  /** JSON pointer within the record; '' for the whole of it. */
  readonly pointer: string
  /** What is wrong and what would mend it; never a secret's value. */
  readonly message: string
}

/** A record as rows. `id` is the id of its own row. */
export interface Decoded {
  readonly id: string
  readonly rows: RecordRows
  readonly warnings: readonly Warning[]
}

/** Where a record stands, as far as its meaning depends on it. */
export interface RecordContext {
  /** The user whose folder the file is in; null in a global file. */
  readonly ownerId: string | null
  /** The key of an object keyed by id; null in an array. */
  readonly key: string | null
}

/** The legacy shape of one record kind, both ways. Pure: knows no stream, no database, no clock. */
export interface RecordType {
  readonly kind: RecordKind
  /**
   * The record with each secret that is never stored (an API key) replaced by its digest. Everything after this
   * sees only the concealed record.
   */
  conceal(record: JsonObject): JsonObject
  /** Rows for the record, or the reason why there can be none. Never throws, whatever the record holds. */
  decode(record: JsonObject, context: RecordContext): Decoded | Rejection
  /**
   * The legacy record that the rows stand for. `difference(record, encode(rows))` is what `legacy_records.extra`
   * keeps, so encode need not be complete; the closer it is, the smaller the extra.
   */
  encode(rows: RecordRows): JsonObject
}

/** The record's own row; every decoded record has one. */
export function ownRow<Kind extends RecordKind>(rows: RecordRows, kind: Kind): Selectable<DB[Kind]> {
  const row = rows[kind]?.[0]
  if (row === undefined) throw new Error(`A record of ${kind} was decoded without its own row.`)
  return row
}

/** When the legacy application last changed the record; of a message, which has no such date, when it was made. */
export function getChangedAt(rows: RecordRows, kind: RecordKind): Date {
  return kind === 'chat_messages' ? ownRow(rows, kind).created_at : ownRow(rows, kind).updated_at
}
