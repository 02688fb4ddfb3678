import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { type Column, getColumns, type TableColumns } from '../records/column.store.ts'
import { recordTypes } from '../records/kinds.ts'
import type { ImportedTable, RecordKind } from '../records/record-type.ts'

/** Records of one kind that a job wrote and whose former state is to be restored. */
export interface RestoredRecords {
  readonly jobId: string
  readonly kind: RecordKind
  readonly ids: readonly string[]
  readonly columns: TableColumns
}

/**
 * Restores the rows that `insertUndo` kept, exactly, and their `legacy_records` rows. Parts that were added since then are
 * deleted. Must be called in a transaction that holds the rows' locks.
 */
export async function restoreRecords(trx: Database, records: RestoredRecords): Promise<void> {
  const { own, parts } = recordTypes[records.kind].tables
  await restoreOwnRows(trx, own.table, records)
  for (const { table, key } of parts) {
    await sql`delete from ${sql.table(table)} where ${sql.ref(key)} = any(${records.ids}::uuid[])`.execute(
      trx,
    )
    await insertUndoRows(trx, table, records)
  }
  await restoreLegacyRecords(trx, records)
}

async function restoreOwnRows(trx: Database, table: ImportedTable, records: RestoredRecords): Promise<void> {
  const columns = getColumns(records.columns, table).filter(({ name }) => name !== 'id')
  const assignments = columns.map(({ name }) => sql`${sql.ref(name)} = kept.${sql.ref(name)}`)
  const rows = undoRows(table, records)
  if (columns.some(({ name }) => name === 'updated_at')) {
    // A trigger sets `updated_at` if a statement leaves it unchanged, so an equal value must differ first.
    await sql`
      update ${sql.table(table)} as target set updated_at = kept.updated_at - interval '1 day'
      from (${rows}) as kept
      where target.id = kept.id and target.updated_at = kept.updated_at`.execute(trx)
  }
  await sql`
    update ${sql.table(table)} as target set ${sql.join(assignments)} from (${rows}) as kept
    where target.id = kept.id`.execute(trx)
}

async function insertUndoRows(trx: Database, table: ImportedTable, records: RestoredRecords): Promise<void> {
  const names = sql.join(getColumns(records.columns, table).map(({ name }) => sql.ref(name)))
  await sql`
    insert into ${sql.table(table)} (${names}) select ${names} from (${undoRows(table, records)}) as kept`.execute(
    trx,
  )
}

/** Restores the `legacy_records` rows that were kept, and deletes those of records without a kept one. */
export async function restoreLegacyRecords(trx: Database, records: RestoredRecords): Promise<void> {
  const { jobId, kind, ids, columns } = records
  await sql`
    delete from legacy_records where kind = ${kind} and id = any(${ids}::uuid[])`.execute(trx)
  const names = getColumns(columns, 'legacy_records')
  await sql`
    insert into legacy_records (${sql.join(names.map(({ name }) => sql.ref(name)))})
    select ${sql.join(names.map(toLegacyValue))}
    from (select legacy_record as object from import_undo
      where job_id = ${jobId} and kind = ${kind} and id = any(${ids}::uuid[]) and legacy_record is not null) as kept,
      jsonb_populate_record(null::legacy_records, kept.object) as populated`.execute(trx)
}

/** Selects the former rows of the records in one table. */
function undoRows(table: ImportedTable, { jobId, kind, ids, columns }: RestoredRecords): RawBuilder<unknown> {
  const values = getColumns(columns, table).map(
    (column) => sql`${toValue(column)} as ${sql.ref(column.name)}`,
  )
  return sql`
    select ${sql.join(values)}
    from import_undo
    cross join jsonb_array_elements(import_undo.rows -> ${sql.lit(table)}) as kept (object)
    cross join jsonb_populate_record(null::${sql.table(table)}, kept.object) as populated
    where import_undo.job_id = ${jobId} and import_undo.kind = ${kind}
      and import_undo.id = any(${ids}::uuid[])`
}

/** jsonb_populate_record turns a JSON null into an SQL NULL, so jsonb columns are read from the JSON object. */
function toValue({ name, type }: Column): RawBuilder<unknown> {
  return type === 'jsonb' ? sql`kept.object -> ${sql.lit(name)}` : sql`populated.${sql.ref(name)}`
}

/** No jsonb column of `legacy_records` holds a JSON null. */
function toLegacyValue(column: Column): RawBuilder<unknown> {
  return column.type === 'jsonb' ? sql`nullif(${toValue(column)}, 'null')` : toValue(column)
}

/** Why the former rows of an unchanged record can't be restored: something else has changed since then. */
interface RestoreConflict {
  readonly id: string
  readonly message: string
}

export async function findRestoreConflicts(
  trx: Database,
  records: RestoredRecords,
): Promise<RestoreConflict[]> {
  const obstacles: RestoreConflict[] = []
  for (const { message, condition } of conflictRules[records.kind]) {
    const { rows } = await sql<{ id: string }>`
      select kept.id from (${undoRows(records.kind, records)}) as kept where ${condition}`.execute(trx)
    obstacles.push(...rows.map(({ id }) => ({ id, message })))
  }
  return obstacles
}

interface ConflictRule {
  readonly message: string
  /** About `kept`, the former row. */
  readonly condition: RawBuilder<unknown>
}

const conflictRules: Readonly<Record<RecordKind, readonly ConflictRule[]>> = {
  users: [
    {
      message: 'Another user now has the former e-mail address.',
      condition: sql`exists (select from users where users.email = kept.email and users.id <> kept.id)`,
    },
    {
      message: 'Another user now has the former API key.',
      condition: sql`exists (select from users where users.api_key = kept.api_key and users.id <> kept.id)`,
    },
  ],
  contracts: [
    {
      message: 'It was the default contract, but another contract is the default now.',
      condition: sql`
        kept.is_default and kept.is_active and exists (
          select from contracts as other
          where other.user_id = kept.user_id and other.is_default and other.is_active and other.id <> kept.id
        )`,
    },
  ],
  analyses: [
    {
      message: 'The contract that it belonged to no longer exists.',
      condition: sql`
        kept.config_id is not null
        and not exists (select from contracts where contracts.id = kept.config_id)`,
    },
  ],
  chat_sessions: [],
  chat_messages: [],
}
