import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { ImportedMessage } from '../records/chat-message.ts'
import type { RecordKind } from '../records/record-type.ts'

/** Existing records and rows with the ids of a batch. */
export interface KnownRecords {
  /** Grows as the records of the batch are decided. */
  readonly staged: Map<string, StagedRecord>
  readonly existing: ReadonlyMap<string, ExistingRow>
  /** Previously imported records whose rows were deleted through the API. */
  readonly deletions: ReadonlyMap<string, DeletedRecord>
  /** Existing messages that differ from those of the batch. */
  readonly messages: ReadonlyMap<string, ImportedMessage>
}

/** A record of the source that is already staged. */
export interface StagedRecord {
  readonly id: string
  readonly sha256: string
  readonly file: string
  readonly changedAt: Date
}

/** A row that already exists. */
export interface ExistingRow {
  readonly id: string
  /** A message's session, a user's own id, or the owner of any other row. */
  readonly parentId: string
  /** When the row or one of its parts last changed; null for a message that was not edited, which has no such date. */
  readonly changedAt: Date | null
  /** True for a placeholder owner created by an import. */
  readonly isPlaceholder: boolean
  /** Of the legacy record that the row was last imported from; null if it was not imported. */
  readonly sha256: string | null
  /** When that record was last changed; null if that is unknown. */
  readonly recordChangedAt: Date | null
}

/** The records with these ids that are already staged. */
export async function findStagedRecords(
  db: Database,
  kind: RecordKind,
  ids: readonly string[],
): Promise<StagedRecord[]> {
  const { rows } = await sql<StagedRecord>`
    select id, encode(sha256, 'hex') as sha256, file, changed_at as "changedAt"
    from staging.records where kind = ${kind} and id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** The existing rows with these ids. */
export async function findExistingRows(
  db: Database,
  kind: RecordKind,
  ids: readonly string[],
): Promise<ExistingRow[]> {
  const { rows } = await sql<ExistingRow>`
    select existing.id, existing.parent_id as "parentId", existing.changed_at as "changedAt",
      existing.is_placeholder as "isPlaceholder", encode(legacy_records.sha256, 'hex') as sha256,
      legacy_records.changed_at as "recordChangedAt"
    from (${existingRows[kind]}) as existing
    left join legacy_records on legacy_records.kind = ${kind} and legacy_records.id = existing.id
    where existing.id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** A previously imported record whose row was deleted. */
export interface DeletedRecord {
  readonly id: string
  readonly deletedAt: Date
  readonly sha256: string
  /** When the record was last changed; null if that is unknown. */
  readonly recordChangedAt: Date | null
}

/** The previously imported records with these ids whose rows were deleted through the API. */
export async function findDeletedRecords(
  db: Database,
  kind: RecordKind,
  ids: readonly string[],
): Promise<DeletedRecord[]> {
  const { rows } = await sql<DeletedRecord>`
    select id, deleted_at as "deletedAt", encode(sha256, 'hex') as sha256, changed_at as "recordChangedAt"
    from legacy_records
    where kind = ${kind} and id = any(${ids}::uuid[]) and deleted_at is not null`.execute(db)
  return rows
}

/** The imported messages with these ids. */
export async function findImportedMessages(db: Database, ids: readonly string[]): Promise<ImportedMessage[]> {
  const { rows } = await sql<ImportedMessage>`
    select message.id, message.content,
      message.components is not null and message.components <> 'null' as "hasComponents",
      coalesce(legacy.extra->'/isStreaming'->'is' = 'true', false) as "isStreaming"
    from chat_messages as message
    join legacy_records as legacy on legacy.kind = 'chat_messages' and legacy.id = message.id
    where message.id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** A condition on an analysis and its legacy record: a switch-over was the last to change the row. */
export function isChangedBySystem(analysis: string, record: string): RawBuilder<SqlBool> {
  const changedAt = sql.ref(`${record}.system_change`)
  return sql`(${changedAt} ->> 'updated_at')::timestamptz = ${sql.ref(`${analysis}.updated_at`)}`
}

/**
 * Subqueries `(id, parent_id, changed_at, is_placeholder)`. `changed_at` is that of the most recently changed part.
 * Changes by the system do not count. Analyses change the state of the onboarding without its `updated_at`; they have done so
 * if `last_update` is later than the import.
 */
export const existingRows: Readonly<Record<RecordKind, RawBuilder<unknown>>> = {
  users: sql`
    select users.id, users.id as parent_id, users.email = 'placeholder+' || users.id || '@invalid' as is_placeholder,
      greatest(users.updated_at, user_onboarding.updated_at, user_preferences.updated_at,
        case when user_onboarding.last_update > record.imported_at then user_onboarding.last_update end) as changed_at
    from users
    left join legacy_records as record on record.kind = 'users' and record.id = users.id
    left join user_onboarding on user_onboarding.user_id = users.id
    left join user_preferences on user_preferences.user_id = users.id`,
  contracts: sql`
    select contracts.id, contracts.user_id as parent_id, false as is_placeholder,
      greatest(
        contracts.updated_at,
        contract_analysis_params.updated_at,
        (select max(updated_at) from contract_rpc_config where contract_id = contracts.id),
        (select max(created_at) from contract_competitors where contract_id = contracts.id)
      ) as changed_at
    from contracts
    left join contract_analysis_params on contract_analysis_params.contract_id = contracts.id`,
  analyses: sql`
    select analyses.id, analyses.user_id as parent_id, false as is_placeholder,
      coalesce((record.system_change -> 'was' ->> 'updated_at')::timestamptz, analyses.updated_at) as changed_at
    from analyses
    left join legacy_records as record on record.kind = 'analyses' and record.id = analyses.id
      and ${isChangedBySystem('analyses', 'record')}`,
  chat_sessions: sql`
    select id, user_id as parent_id, false as is_placeholder, updated_at as changed_at from chat_sessions`,
  chat_messages: sql`
    select id, session_id as parent_id, false as is_placeholder,
      (select max(replaced_at) from chat_message_revisions
        where message_id = chat_messages.id and chat_message_revisions.user_id = chat_messages.user_id) as changed_at
    from chat_messages`,
}
