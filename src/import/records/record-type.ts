import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import type { Rejection, Warning } from './warnings.ts'

/** The legacy record kinds in foreign-key order: a record never references one of a later kind. */
export const recordKinds = ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const
export type RecordKind = (typeof recordKinds)[number]

/** The tables that an import fills, in foreign-key order. */
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

/** A table with rows of a record, and the column that holds the record's id. */
export interface RecordTable {
  readonly table: ImportedTable
  readonly key: 'id' | 'user_id' | 'contract_id'
}

/**
 * The rows of one legacy record, by table; the record's own row first. Values have the driver's types: timestamptz is
 * a Date, DATE 'YYYY-MM-DD', NUMERIC and BIGINT strings, JSONB the parsed value.
 */
export type RecordRows = { readonly [Table in ImportedTable]?: readonly Selectable<DB[Table]>[] }

/** A record decoded into rows. `id` is the id of the record's own row. */
export interface Decoded {
  readonly id: string
  readonly rows: RecordRows
  readonly warnings: readonly Warning[]
}

/** The parts of a record's position that its meaning depends on. */
export interface RecordContext {
  /** The user whose folder contains the file; null for a global file. */
  readonly ownerId: string | null
  /** The record's key in an object keyed by id; null in an array. */
  readonly key: string | null
}

/** A kind of legacy record: its format in both directions, its tables, and its references. */
export interface RecordType {
  readonly kind: RecordKind
  readonly tables: { readonly own: RecordTable; readonly parts: readonly RecordTable[] }
  /** Replaces each secret that is never stored (an API key) with its digest. All other code sees only the result. */
  conceal(record: JsonObject): JsonObject
  /** Pure. Throws for no record. */
  decode(record: JsonObject, context: RecordContext): Decoded | Rejection
  /**
   * Pure. The legacy record that these rows represent. `legacy_records.extra` keeps the difference between the
   * original and this, so the result need not be complete; the closer it is, the smaller the difference.
   */
  encode(rows: RecordRows): JsonObject
  /** Looks up what the records of a batch reference, in a fixed number of statements. */
  prepareLink(db: Database, records: readonly Decoded[], policies: LinkPolicies): Promise<Link>
}

/** How to handle records whose owner does not exist. */
export type OrphanPolicy = 'quarantine' | 'placeholder_owner'

/** How to handle a user whose e-mail another account has. */
export type EmailTakenPolicy = 'reject' | 'rename'

/** How to handle records whose references or unique values conflict with those of others. */
export interface LinkPolicies {
  readonly orphans: OrphanPolicy
  readonly onEmailTaken: EmailTakenPolicy
}

/** Checks and corrects the references of one record without a query. Call it in the order of the source. */
export type Link = (record: Decoded) => Linked | Rejection

/** A record whose rows reference only existing rows. */
export interface Linked {
  readonly rows: RecordRows
  /** Corrections, in addition to the warnings that the record already has. */
  readonly warnings: readonly Warning[]
  /** An owner that has to be created for it. */
  readonly placeholder?: Selectable<DB['users']>
  /** The account that has the user's e-mail, if the user gets a substitute. */
  readonly emailHolderId?: string
}

/** @throws Error if the record was decoded without its own row: a defect. */
export function getOwnRow<Kind extends RecordKind>(rows: RecordRows, kind: Kind): Selectable<DB[Kind]> {
  const row = rows[kind]?.[0]
  if (row === undefined) throw new Error(`A record of ${kind} was decoded without its own row.`)
  return row
}

/**
 * When the legacy application last changed the record; for a message, which has no such date, when it was created.
 */
export function getChangedAt(rows: RecordRows, kind: RecordKind): Date {
  return kind === 'chat_messages' ? getOwnRow(rows, kind).created_at : getOwnRow(rows, kind).updated_at
}
