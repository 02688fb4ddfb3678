import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { importedTables } from '../entities/entity.ts'
import { columnsOf, type TableColumns } from './column.store.ts'
import { type KindTable, kindTables } from './kind-tables.ts'
import { existingRows } from './known-records.store.ts'
import { type RecordKind, recordKinds } from './record.ts'

export interface PublishOptions {
  readonly jobId: string
  /** Of the staging tables. */
  readonly columns: TableColumns
}

const stagingTables: readonly string[] = [...importedTables, 'records']
/** What an update leaves alone: who the row is, and what an administrator has granted. */
const keptColumns: readonly string[] = ['id', 'role']

/** Tells the planner what is staged; a batch at a time is too little for autovacuum to notice. */
export async function analyzeStaging(db: Database): Promise<void> {
  for (const table of stagingTables) await sql`analyze ${staged(table)}`.execute(db)
}

/**
 * Writes what is staged into the tables, in foreign-key order. To be called in a transaction: all of it becomes
 * visible at once. A row that somebody changed since its record was read stays as it is, with all its parts.
 * Calls back after each kind with the number of rows that stayed.
 * @throws the driver's error when somebody else took an id, an e-mail or an API key meanwhile, or deleted an owner.
 */
export async function writeTables(
  trx: Database,
  options: PublishOptions,
  onKind: (kind: RecordKind, keptRows: number) => void,
): Promise<void> {
  // Legacy statuses follow no edges, and a legacy contract may hold more than ours: triggers let an import pass.
  await sql`set local metagauge.is_import = 'on'`.execute(trx)
  for (const kind of recordKinds) {
    const keptRows = await dropOutdated(trx, kind)
    await updateRows(trx, kind, options)
    await insertRows(trx, kind, options)
    onKind(kind, keptRows)
  }
  await insertLegacyRecords(trx, options.jobId)
}

/** Locks what is to be replaced, then takes out of the staging what is no longer older than its record. */
async function dropOutdated(trx: Database, kind: RecordKind): Promise<number> {
  const { own, parts } = kindTables[kind]
  if (kind === 'chat_messages') return 0
  for (const { table, key } of [own, ...parts]) {
    await sql`
      select count(*) from (
        select from ${sql.table(table)} where ${sql.ref(key)} in (${recordsToUpdate(kind)}) order by id for update
      ) as locked`.execute(trx)
  }
  const { rows } = await sql<{ id: string }>`
    update staging.records set action = 'none'
    from (${existingRows[kind]}) as existing
    join ${staged(own.table)} as staged on staged.id = existing.id
    where records.kind = ${kind} and records.action = 'update' and records.id = existing.id
      and existing.changed_at >= staged.updated_at
    returning records.id`.execute(trx)
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  for (const { table, key } of [own, ...parts]) {
    await sql`delete from ${staged(table)} where ${sql.ref(key)} = any(${ids}::uuid[])`.execute(trx)
  }
  return ids.length
}

/** Replaces rows, and removes their parts: those are inserted anew. */
async function updateRows(trx: Database, kind: RecordKind, options: PublishOptions): Promise<void> {
  const { own, parts } = kindTables[kind]
  if (kind === 'contracts') await clearDefaults(trx)
  const columns = columnNames(own, options).filter((name) => !keptColumns.includes(name))
  const assignments = columns.map((name) => sql`${sql.ref(name)} = staged.${sql.ref(name)}`)
  await sql`
    update ${sql.table(own.table)} as target set ${sql.join(assignments)}
    from ${staged(own.table)} as staged
    where target.id = staged.id and staged.id in (${recordsToUpdate(kind)})`.execute(trx)
  for (const { table, key } of parts) {
    await sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (${recordsToUpdate(kind)})`.execute(
      trx,
    )
  }
}

/** The rule of one default contract holds after every row: two contracts can't change places in one statement. */
async function clearDefaults(trx: Database): Promise<void> {
  await sql`
    update contracts set is_default = false
    where is_default and id in (${recordsToUpdate('contracts')})`.execute(trx)
}

async function insertRows(trx: Database, kind: RecordKind, options: PublishOptions): Promise<void> {
  const { own, parts } = kindTables[kind]
  const isNew = sql`not exists (${recordsToUpdate(kind)} and records.id = staged.id)`
  await insertFrom(trx, own, isNew, options)
  for (const part of parts) await insertFrom(trx, part, sql`true`, options)
}

async function insertFrom(
  trx: Database,
  { table }: KindTable,
  condition: RawBuilder<unknown>,
  options: PublishOptions,
): Promise<void> {
  const columns = sql.join(columnNames({ table }, options).map((name) => sql.ref(name)))
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from ${staged(table)} as staged where ${condition}`.execute(trx)
}

async function insertLegacyRecords(trx: Database, jobId: string): Promise<void> {
  await sql`
    insert into legacy_records (kind, id, job_id, file, line, byte_offset, pointer, sha256, extra, raw)
    select kind, id, ${jobId}::uuid, file, line, byte_offset, pointer, sha256, extra, raw
    from staging.records where action <> 'none'
    on conflict (kind, id) do update set
      job_id = excluded.job_id, file = excluded.file, line = excluded.line,
      byte_offset = excluded.byte_offset, pointer = excluded.pointer, sha256 = excluded.sha256,
      extra = excluded.extra, raw = excluded.raw, imported_at = excluded.imported_at`.execute(trx)
}

/** Fresh statistics: without them the first queries after a large import are planned for empty tables. */
export async function analyzeTables(trx: Database): Promise<void> {
  for (const table of [...importedTables, 'legacy_records']) {
    await sql`analyze ${sql.table(table)}`.execute(trx)
  }
}

/** Empties the staging; in a transaction, when the transaction ends well. */
export async function clearStaging(db: Database): Promise<void> {
  await sql`truncate ${sql.join(stagingTables.map(staged))}`.execute(db)
}

function recordsToUpdate(kind: RecordKind): RawBuilder<unknown> {
  return sql`select records.id from staging.records where records.kind = ${kind} and records.action = 'update'`
}

function columnNames({ table }: Pick<KindTable, 'table'>, { columns }: PublishOptions): string[] {
  return columnsOf(columns, table)
    .map(({ name }) => name)
    .filter((name) => name !== 'batch')
}

function staged(table: string): RawBuilder<unknown> {
  return sql`${sql.table(`staging.${table}`)}`
}
