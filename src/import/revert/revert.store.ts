import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { StoredPosition } from '../job-reject.store.ts'
import { listRecordTables, recordTypes } from '../records/kinds.ts'
import type { RecordKind } from '../records/record-type.ts'

/** Marks a job as reverted, which blocks concurrent reverts of it. Returns false if it was already reverted. */
export async function markReverted(trx: Database, jobId: string): Promise<boolean> {
  const { rows } = await sql`
    update import_jobs set reverted_at = current_timestamp
    where id = ${jobId}::uuid and reverted_at is null returning id`.execute(trx)
  return rows.length > 0
}

/** True for a record whose rows were replaced; false for one that was inserted, also if it had been deleted before. */
const hasFormerRows = sql`import_undo.rows is not null and import_undo.rows <> '{}'`

/** Counts the records that the job replaced and whose former rows were kept. */
export async function countUndo(db: Database, jobId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from import_undo
    where job_id = ${jobId}::uuid and ${hasFormerRows}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Marks the rejects that a retry has imported as not imported. */
export async function clearImportedBy(trx: Database, jobId: string): Promise<void> {
  await sql`
    update import_rejects set imported_by = null where imported_by = ${jobId}::uuid`.execute(trx)
}

/** A record of the job that a later job has updated, with its position in the reverted job's source. */
interface SupersededRecord extends StoredPosition {
  readonly kind: RecordKind
  readonly laterJobId: string
}

/** Opens a cursor over the records of a job that a later job has updated. Once per transaction. */
export async function openSupersededRecords(trx: Database, jobId: string): Promise<void> {
  await sql`
    declare superseded_records no scroll cursor for
    select undo.kind, record.job_id as "laterJobId", undo.legacy_record ->> 'file' as file,
      undo.legacy_record ->> 'line' as line, undo.legacy_record ->> 'byte_offset' as "offset",
      undo.legacy_record ->> 'pointer' as pointer
    from import_undo as undo
    join legacy_records as record on record.kind = undo.kind and record.id = undo.id
    where undo.legacy_record ->> 'job_id' = ${sql.lit(jobId)} and record.job_id <> ${sql.lit(jobId)}
    order by undo.kind, file, line`.execute(trx)
}

/** Fetches the next records of the list; none at its end. */
export async function fetchSupersededRecords(trx: Database, limit: number): Promise<SupersededRecord[]> {
  const { rows } = await sql<SupersededRecord>`
    fetch ${sql.lit(limit)} from superseded_records`.execute(trx)
  return rows
}

/** A record that was last written by the job. */
export interface RevertedRecord extends StoredPosition {
  readonly id: string
  /** True if the job updated existing rows; false if it inserted them. */
  readonly isUpdate: boolean
}

interface RecordPage {
  readonly jobId: string
  readonly kind: RecordKind
  /** Whether to list the contracts that were their owner's default before, or all other records. */
  readonly isDefaultBefore: boolean
  readonly afterId: string | null
  readonly limit: number
}

/**
 * Lists the records that were last written by the job, ordered by id. OFFSET 0 forces one index lookup in `import_undo` per
 * record; an ordinary join could read the whole table for each page.
 */
export async function listRevertedRecords(trx: Database, page: RecordPage): Promise<RevertedRecord[]> {
  const { jobId, kind, isDefaultBefore, afterId, limit } = page
  const { rows } = await sql<RevertedRecord>`
    select record.id, (${hasFormerRows}) as "isUpdate",
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

/** Locks the records' rows against changes and new references until the transaction ends. */
export async function lockRecords(trx: Database, kind: RecordKind, ids: readonly string[]): Promise<void> {
  for (const { table, key } of listRecordTables(kind)) {
    await sql`
      select count(*) from (
        select from ${sql.table(table)} where ${sql.ref(key)} = any(${ids}::uuid[]) order by id for update
      ) as locked`.execute(trx)
  }
}

/** Deletes the records' rows with their parts. */
export async function deleteRecords(trx: Database, kind: RecordKind, ids: readonly string[]): Promise<void> {
  const { own } = recordTypes[kind].tables
  await sql`delete from ${sql.table(own.table)} where id = any(${ids}::uuid[])`.execute(trx)
}

/** Deletes the kept rows of records that are reverted. */
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

/** A placeholder owner that the job created. */
export interface PlaceholderOwner {
  readonly id: string
  /** The import that has imported the real user; null if none has. */
  readonly realUserJobId: string | null
  /** Whether it is as it was created. */
  readonly isUntouched: boolean
}

/** Lists and locks the placeholder owners that the job created and that still exist, ordered by id. */
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

/** Every change of a user also changes `updated_at`. */
const isUntouched: RawBuilder<unknown> = sql`
  users.email = 'placeholder+' || users.id || '@invalid' and users.updated_at = users.created_at
  and users.role = 'user'
  and not exists (select from user_onboarding where user_onboarding.user_id = users.id)
  and not exists (select from user_preferences where user_preferences.user_id = users.id)`

/** A column that references a kind's own rows, so deleting these would delete or change the referencing rows. */
export interface DependentColumn {
  readonly kind: RecordKind
  readonly table: string
  readonly column: string
}

/** Number of rows of one table that depend on a record. */
export interface Dependents {
  readonly id: string
  readonly table: string
  readonly count: number
}

/**
 * Finds all foreign keys to a kind's own rows, except those of the record's parts, of the run of an analysis, which
 * describes it, and of documents, which remain without an owner. Reads the catalog, so that tables from later migrations
 * are included.
 */
export async function findDependentColumns(db: Database, kind: RecordKind): Promise<DependentColumn[]> {
  const { own, parts } = recordTypes[kind].tables
  const partTables = ['analysis_runs', ...parts.map(({ table }) => table)]
  const { rows } = await sql<DependentColumn>`
    select ${kind} as kind, child.relname as "table", child_column.attname as "column"
    from pg_constraint as key
    cross join unnest(key.conkey, key.confkey) as pair (child, parent)
    join pg_class as child on child.oid = key.conrelid
    join pg_attribute as child_column
      on child_column.attrelid = key.conrelid and child_column.attnum = pair.child
    join pg_attribute as parent_column
      on parent_column.attrelid = key.confrelid and parent_column.attnum = pair.parent
    where key.contype = 'f' and key.confrelid = ${`public.${own.table}`}::regclass
      and parent_column.attname = 'id' and child.relname <> all(${partTables})
      and child.relname <> 'legacy_documents'
    order by child.relname, child_column.attname`.execute(db)
  return rows
}

/** Counts the rows that depend on each of the records; records without dependents are omitted. */
export async function countDependents(
  trx: Database,
  columns: readonly DependentColumn[],
  ids: readonly string[],
): Promise<Dependents[]> {
  if (columns.length === 0 || ids.length === 0) return []
  const counts = columns.map(
    ({ table, column }) => sql`
      select ${sql.ref(column)} as id, ${sql.lit(table)} as "table", count(*)::int as count
      from ${sql.table(table)} where ${sql.ref(column)} = any(${ids}::uuid[]) group by ${sql.ref(column)}`,
  )
  const { rows } = await sql<Dependents>`${sql.join(counts, sql` union all `)}`.execute(trx)
  return rows
}
