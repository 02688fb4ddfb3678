import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { getColumns, type TableColumns } from '../records/column.store.ts'
import { listRecordTables, recordTypes } from '../records/kinds.ts'
import { type ImportedTable, importedTables } from '../records/record-type.ts'
import { existingRows } from '../staging/known-records.store.ts'
import { inRange, type StagedRange } from '../staging/staging.store.ts'
import { keepRecordTexts } from './kept.store.ts'
import { describeParts, digestOf } from './record-digest.ts'
import { insertFormerRecords, insertUndo } from './undo.store.ts'

export interface WriteOptions {
  readonly jobId: string
  /** Whether records replace rows that are newer. */
  readonly isTakeOver: boolean
  /** Of the public tables. */
  readonly columns: TableColumns
}

/** Columns that an update keeps: the row's identity, and rights that an administrator has granted. */
const keptColumns: readonly string[] = ['id', 'role']

/**
 * Lets the transaction pass triggers that check status changes and size limits, which legacy records may violate.
 */
export async function markAsImport(trx: Database): Promise<void> {
  await sql`set local metagauge.is_import = 'on'`.execute(trx)
}

/**
 * Writes staged batches to the tables. Batches of earlier kinds must have been written. A row that was changed after
 * its record was read is kept, with all its parts.
 * @returns the number of rows that were kept.
 * @throws the driver's error if a concurrent transaction took an id, an e-mail, or an API key, or deleted an owner.
 */
export async function writeRange(trx: Database, range: StagedRange, options: WriteOptions): Promise<number> {
  const { hasUpdates, hasPlaceholders } = range
  const keptRows = hasUpdates ? await keepNewerRows(trx, range, options) : 0
  if (hasUpdates || hasPlaceholders) await insertUndo(trx, options.jobId, range, options.columns)
  await insertFormerRecords(trx, options.jobId, range)
  if (hasUpdates) await replaceRows(trx, range, options)
  if (hasPlaceholders) await insertFrom(trx, { table: 'users', condition: sql`true`, range, options })
  await insertRows(trx, range, options)
  await insertLegacyRecords(trx, range, options)
  return keptRows
}

/** Locks the rows to replace, and refuses those records whose rows are no longer older: only their text is kept. */
async function keepNewerRows(
  trx: Database,
  range: StagedRange,
  { columns, isTakeOver }: WriteOptions,
): Promise<number> {
  const { kind } = range
  const tables = listRecordTables(kind)
  // A record of a message has no other date; the row has one if it was edited.
  const changedAt = sql.ref(kind === 'chat_messages' ? 'staged.created_at' : 'staged.updated_at')
  for (const { table, key } of tables) {
    await sql`
      select count(*) from (
        select from ${sql.table(table)} where ${sql.ref(key)} in (${recordsToUpdate(range)}) order by id for update
      ) as locked`.execute(trx)
  }
  if (isTakeOver) return 0
  const { rows } = await sql<{ id: string }>`
    update staging.records set action = 'kept'
    from (${existingRows[kind]}) as existing
    join ${staged(kind)} as staged on staged.id = existing.id and ${inRange('staged.batch', range)}
    where ${inRange('records.batch', range)} and records.action = 'update' and records.id = existing.id
      and existing.changed_at >= ${changedAt}
    returning records.id`.execute(trx)
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  await keepRecordTexts(trx, kind, ids, columns)
  for (const { table, key } of tables) {
    await sql`
      delete from ${staged(table)} where ${inRange('batch', range)} and ${sql.ref(key)} = any(${ids}::uuid[])`.execute(
      trx,
    )
  }
  return ids.length
}

/** Updates rows and deletes their parts, which are inserted again. */
async function replaceRows(trx: Database, range: StagedRange, options: WriteOptions): Promise<void> {
  const { own, parts } = recordTypes[range.kind].tables
  if (range.kind === 'contracts') await clearDefaults(trx, range)
  const columns = columnNames(own.table, options).filter((name) => !keptColumns.includes(name))
  const assignments = columns.map((name) => sql`${sql.ref(name)} = staged.${sql.ref(name)}`)
  await sql`
    update ${sql.table(own.table)} as target set ${sql.join(assignments)}
    from ${staged(own.table)} as staged
    where target.id = staged.id and ${inRange('staged.batch', range)}
      and staged.id in (${recordsToUpdate(range)})`.execute(trx)
  for (const { table, key } of parts) {
    await sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (${recordsToUpdate(range)})`.execute(
      trx,
    )
  }
}

/** The unique index on default contracts is checked row by row, so one statement can't swap two contracts. */
async function clearDefaults(trx: Database, range: StagedRange): Promise<void> {
  await sql`
    update contracts set is_default = false
    where is_default and id in (${recordsToUpdate(range)})`.execute(trx)
}

async function insertRows(trx: Database, range: StagedRange, options: WriteOptions): Promise<void> {
  const { own, parts } = recordTypes[range.kind].tables
  const isNew = range.hasUpdates ? sql`staged.id not in (${recordsToUpdate(range)})` : sql`true`
  await insertFrom(trx, { table: own.table, condition: isNew, range, options })
  for (const { table } of parts) await insertFrom(trx, { table, condition: sql`true`, range, options })
}

interface StagedRows {
  readonly table: ImportedTable
  /** On `staged`. */
  readonly condition: RawBuilder<unknown>
  readonly range: StagedRange
  readonly options: WriteOptions
}

async function insertFrom(trx: Database, { table, condition, range, options }: StagedRows): Promise<void> {
  const columns = sql.join(columnNames(table, options).map((name) => sql.ref(name)))
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from ${staged(table)} as staged
    where ${inRange('staged.batch', range)} and ${condition}`.execute(trx)
}

async function insertLegacyRecords(
  trx: Database,
  range: StagedRange,
  { jobId, columns }: WriteOptions,
): Promise<void> {
  const isIncluded = () => inRange('batch', range)
  const parts = describeParts({ kind: range.kind, columns, schema: 'staging', isIncluded })
  await sql`
    insert into legacy_records
      (kind, id, job_id, file, line, byte_offset, pointer, sha256, extra, raw, changed_at, was_running, digest)
    select kind, records.id, ${jobId}::uuid, file, line, byte_offset, pointer, sha256, extra, raw, changed_at,
      was_running, ${digestOf('records', 'parts')}
    from staging.records
    left join (${runningAnalyses(range)}) as analysis on analysis.id = records.id
    left join (${parts}) as parts on parts.id = records.id
    where ${inRange('records.batch', range)} and action in ('insert', 'update')
    on conflict (kind, id) do update set
      job_id = excluded.job_id, file = excluded.file, line = excluded.line,
      byte_offset = excluded.byte_offset, pointer = excluded.pointer, sha256 = excluded.sha256,
      extra = excluded.extra, raw = excluded.raw, imported_at = excluded.imported_at, deleted_at = null,
      changed_at = excluded.changed_at, was_running = excluded.was_running, system_change = null,
      digest = excluded.digest,
      previous_jobs = array_append(legacy_records.previous_jobs, legacy_records.job_id)`.execute(trx)
}

/** The staged analyses that the legacy application was running; none of another kind: see the migration switch-over. */
function runningAnalyses(range: StagedRange): RawBuilder<unknown> {
  const isAnalysis = range.kind === 'analyses'
  return sql`
    select id, true as was_running from staging.analyses
    where ${isAnalysis ? inRange('batch', range) : sql`false`} and status = 'running'`
}

/**
 * Updates statistics: otherwise the first queries after a large import are planned for empty tables. Only of columns:
 * the expressions of the search indexes take seconds, and autovacuum analyzes them soon.
 */
export async function analyzeTables(trx: Database, columns: TableColumns): Promise<void> {
  for (const table of [...importedTables, 'legacy_records']) {
    const names = getColumns(columns, table).map(({ name }) => sql.ref(name))
    await sql`analyze ${sql.table(table)} (${sql.join(names)})`.execute(trx)
  }
}

function recordsToUpdate(range: StagedRange): RawBuilder<unknown> {
  return sql`select records.id from staging.records where ${inRange('records.batch', range)} and records.action = 'update'`
}

function columnNames(table: ImportedTable, { columns }: WriteOptions): string[] {
  return getColumns(columns, table).map(({ name }) => name)
}

function staged(table: string): RawBuilder<unknown> {
  return sql`${sql.table(`staging.${table}`)}`
}
