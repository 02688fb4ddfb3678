import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { getColumns, type TableColumns } from '../records/column.store.ts'
import { recordTypes } from '../records/kinds.ts'
import type { RecordKind, RecordTable } from '../records/record-type.ts'

// A record is verified by rebuilding it from its rows. This digest covers the rest of what an import writes: the ids,
// owners and times of its parts, and its position, which the record itself does not contain. PostgreSQL calculates it
// from the staged rows when they are published, and again from the tables when they are verified.

/** The rows to calculate digests of. */
interface DigestSource {
  readonly kind: RecordKind
  readonly columns: TableColumns
  readonly schema: 'public' | 'staging'
  /** A condition on the rows of a table of parts, given the column with the record's id. */
  isIncluded(key: string): RawBuilder<unknown>
}

/** Columns of parts that the record does not contain. */
const partColumns: readonly string[] = ['id', 'user_id', 'contract_id', 'created_at', 'updated_at']

/** A subquery `(id, text)` of each record's parts; records without parts are omitted. */
export function describeParts(source: DigestSource): RawBuilder<unknown> {
  const { parts } = recordTypes[source.kind].tables
  if (parts.length === 0) return sql`select null::uuid as id, null::text as text where false`
  const rows = parts.map((part) => describeTable(part, source))
  return sql`
    select id, string_agg(text, E'\n' order by text collate "C") as text
    from (${sql.join(rows, sql` union all `)}) as part group by id`
}

function describeTable(
  { table, key }: RecordTable,
  { columns, schema, isIncluded }: DigestSource,
): RawBuilder<unknown> {
  const values = getColumns(columns, table)
    .filter(({ name }) => partColumns.includes(name))
    .map(({ name, type }) => (type === 'timestamptz' ? toMs(sql.ref(name)) : sql.ref(name)))
  return sql`
    select ${sql.ref(key)} as id, concat_ws(' ', ${sql.lit(table)}, ${sql.join(values)}) as text
    from ${sql.table(`${schema}.${table}`)} where ${isIncluded(key)}`
}

/** Independent of the session's time zone. */
function toMs(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(extract(epoch from ${column}) * 1000)::bigint`
}

/**
 * The digest of a row of `legacy_records`, or of the staged record that becomes it.
 * @param record the name of its table.
 * @param parts the name of a subquery of `describeParts` that is joined to it.
 */
export function digestOf(record: string, parts: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${record}.${name}`)
  const position = ['file', 'line', 'byte_offset', 'pointer'].map(column)
  return sql`sha256(convert_to(concat_ws(E'\n', ${sql.join(position)}, ${toMs(column('changed_at'))},
    encode(sha256(coalesce(${column('raw')}, '')), 'hex'), ${sql.ref(`${parts}.text`)}), 'UTF8'))`
}

/** The records of which a part, or what `legacy_records` keeps, is not as it was published. Older imports have no digest. */
export async function findDamagedRecords(
  db: Database,
  kind: RecordKind,
  columns: TableColumns,
  ids: readonly string[],
): Promise<Set<string>> {
  const isIncluded = (key: string) => sql`${sql.ref(key)} = any(${ids}::uuid[])`
  const { rows } = await sql<{ id: string }>`
    select record.id from legacy_records as record
    left join (${describeParts({ kind, columns, schema: 'public', isIncluded })}) as parts on parts.id = record.id
    where record.kind = ${kind} and record.id = any(${ids}::uuid[])
      and record.digest <> ${digestOf('record', 'parts')}`.execute(db)
  const foreign = kind === 'chat_messages' ? await findForeignMessages(db, ids) : []
  return new Set([...rows.map(({ id }) => id), ...foreign])
}

/** Messages whose owner is not that of their session: the record does not contain it. */
async function findForeignMessages(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select message.id from chat_messages as message
    join chat_sessions as session on session.id = message.session_id
    where message.id = any(${ids}::uuid[]) and message.user_id <> session.user_id`.execute(db)
  return rows.map(({ id }) => id)
}
