import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { Extra } from '../../json/difference.ts'
import { toJsonText } from '../../json/json-value.ts'
import type { TableColumns } from '../records/column.store.ts'
import { recordTypes } from '../records/kinds.ts'
import type { RecordKind } from '../records/record-type.ts'
import { refusalCodes } from '../records/refusals.ts'
import { rejectDigest } from '../reject-digest.store.ts'
import { findRecordRows, rebuildRecord } from './rebuild-record.ts'

/**
 * Keeps the text of staged records that are not published because their rows were changed after the records were staged.
 * Call it while their staged rows exist. Secrets in the text are concealed.
 */
export async function keepRecordTexts(
  trx: Database,
  kind: RecordKind,
  ids: readonly string[],
  columns: TableColumns,
): Promise<void> {
  const rowsById = await findRecordRows(trx, kind, columns, ids, 'staging')
  const { rows: staged } = await sql<{ id: string; extra: Extra }>`
    select id, extra from staging.records where kind = ${kind} and id = any(${ids}::uuid[])`.execute(trx)
  const texts = staged.map(({ id, extra }) =>
    toJsonText(rebuildRecord(rowsById.get(id) ?? {}, extra, recordTypes[kind])),
  )
  await sql`
    update staging.records set raw = coalesce(raw, convert_to(kept.text, 'UTF8'))
    from unnest(${staged.map(({ id }) => id)}::uuid[], ${texts}::text[]) as kept (id, text)
    where records.kind = ${kind} and records.id = kept.id`.execute(trx)
}

/** Saves these records as refused, numbered after `lastNumber`. Call it once everything is staged and published. */
export async function insertKeptRecords(trx: Database, jobId: string, lastNumber: number): Promise<void> {
  await sql`
    insert into import_rejects
      (job_id, number, kind, file, line, byte_offset, pointer, code, message, raw, raw_bytes, is_refusal, identity)
    select ${jobId}::uuid, ${lastNumber} + row_number() over (order by file_number, byte_offset), kind, file, line,
      byte_offset, pointer, 'ROW_CHANGED', ${refusalCodes.ROW_CHANGED}, raw, octet_length(raw), true,
      sha256(convert_to(kind || ' ' || octet_length(raw) || ' ', 'UTF8') || raw)
    from staging.records where action = 'kept'`.execute(trx)
  await sql`
    update import_rejects set digest = ${rejectDigest}
    where job_id = ${jobId}::uuid and number > ${lastNumber}`.execute(trx)
}
