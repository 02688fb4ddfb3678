import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { RecordPlace } from '../noted-reject.store.ts'
import { kindTables, tablesOf } from '../stages/kind-tables.ts'
import type { RecordKind } from '../stages/record.ts'

/** A record that belongs to the job. */
export interface RevertedRecord extends RecordPlace {
  readonly id: string
  /** True when the job replaced rows that were there before; false when it made them. */
  readonly isUpdate: boolean
}

export interface RecordPage {
  readonly jobId: string
  readonly kind: RecordKind
  /** Contracts that are to be their owner's default again come last, when no other one is any more. */
  readonly isDefaultBefore: boolean
  readonly afterId: string | null
  readonly limit: number
}

/**
 * The records that were last written by the job, in the order of their ids. What was kept of each is looked up one by
 * one, for which OFFSET 0 stands: joined otherwise, each page could read all of it.
 */
export async function listRevertedRecords(trx: Database, page: RecordPage): Promise<RevertedRecord[]> {
  const { jobId, kind, isDefaultBefore, afterId, limit } = page
  const { rows } = await sql<RevertedRecord>`
    select record.id, import_undo.id is not null as "isUpdate",
      record.file, record.line, record.byte_offset as "offset", record.pointer
    from legacy_records as record
    left join lateral (
      select id, rows from import_undo
      where job_id = ${jobId}::uuid and kind = ${kind} and id = record.id
      offset 0
    ) as import_undo on true
    where record.kind = ${kind} and record.job_id = ${jobId}::uuid
      and (${wasDefault}) is ${isDefaultBefore ? sql`true` : sql`not true`}
      and (${afterId}::uuid is null or record.id > ${afterId}::uuid)
    order by record.id limit ${limit}`.execute(trx)
  return rows
}

const wasDefault = sql`
  (import_undo.rows #>> '{contracts,0,is_default}')::boolean
  and (import_undo.rows #>> '{contracts,0,is_active}')::boolean`

/** Keeps the records' rows from being changed, and new ones from being attached, until the transaction ends. */
export async function lockRecords(trx: Database, kind: RecordKind, ids: readonly string[]): Promise<void> {
  for (const { table, key } of tablesOf(kind)) {
    await sql`
      select count(*) from (
        select from ${sql.table(table)} where ${sql.ref(key)} = any(${ids}::uuid[]) order by id for update
      ) as locked`.execute(trx)
  }
}

/** The users whose role is not what it was after the import. */
export async function findChangedRoles(
  trx: Database,
  jobId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select users.id from users
    left join import_undo on import_undo.job_id = ${jobId}::uuid
      and import_undo.kind = 'users' and import_undo.id = users.id
    where users.id = any(${ids}::uuid[])
      and users.role <> coalesce(import_undo.rows #>> '{users,0,role}', 'user')`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Deletes the records' rows with their parts, and what is known of their legacy records. */
export async function deleteRecords(trx: Database, kind: RecordKind, ids: readonly string[]): Promise<void> {
  const { own } = kindTables[kind]
  await sql`delete from ${sql.table(own.table)} where id = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from legacy_records where kind = ${kind} and id = any(${ids}::uuid[])`.execute(trx)
}

/** Forgets what was kept of records that are as before. */
export async function deleteUndo(
  trx: Database,
  jobId: string,
  kind: RecordKind,
  ids: readonly string[],
): Promise<void> {
  await sql`
    delete from import_undo
    where job_id = ${jobId}::uuid and kind = ${kind} and id = any(${ids}::uuid[])`.execute(trx)
}

/** An owner that the job made up. */
export interface PlaceholderOwner {
  readonly id: string
  /** The import that brought the real user; null when none did. */
  readonly realUserJobId: string | null
  /** True while nobody has changed it. */
  readonly isUntouched: boolean
}

/** The owners that the job made up and that are still there, locked, in the order of their ids. */
export async function listPlaceholderOwners(
  trx: Database,
  jobId: string,
  page: { readonly afterId: string | null; readonly limit: number },
): Promise<PlaceholderOwner[]> {
  const { rows } = await sql<PlaceholderOwner>`
    select users.id, record.job_id as "realUserJobId", (${isUntouched}) as "isUntouched"
    from import_undo
    join users on users.id = import_undo.id
    left join legacy_records as record on record.kind = 'users' and record.id = users.id
    where import_undo.job_id = ${jobId}::uuid and import_undo.kind = 'users' and import_undo.rows is null
      and (${page.afterId}::uuid is null or import_undo.id > ${page.afterId}::uuid)
    order by import_undo.id limit ${page.limit}
    for update of users`.execute(trx)
  return rows
}

/** Whoever changes a user changes `updated_at`, too. */
const isUntouched: RawBuilder<unknown> = sql`
  users.email = 'placeholder+' || users.id || '@invalid' and users.updated_at = users.created_at
  and users.role = 'user'
  and not exists (select from user_onboarding where user_onboarding.user_id = users.id)
  and not exists (select from user_preferences where user_preferences.user_id = users.id)`
