import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import { allOf, parentTable } from '../database/conditions.ts'
import type { Database, DedicatedConnection } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { DB } from '../generated/database.ts'
import type { TableColumns } from './records/column.store.ts'
import { copyRows } from './records/copy-text.ts'
import type { RecordKind } from './records/record-type.ts'
import { digestReject, verifyCopiedRejects } from './reject-digest.store.ts'
import { identifyReject } from './reject-identity.store.ts'

// Without `raw`, which may be megabytes and contains secrets.
const importRejectColumns = [
  'import_rejects.job_id as jobId',
  'import_rejects.number',
  'import_rejects.kind',
  'import_rejects.file',
  'import_rejects.line',
  'import_rejects.pointer',
  'import_rejects.code',
  'import_rejects.message',
  'import_rejects.raw_bytes as rawBytes',
  'import_rejects.imported_by as importedById',
] as const

export type ImportRejectRow = Selection<DB, 'import_rejects', (typeof importRejectColumns)[number]>
/** `id` is the job's. */
type ImportRejectListRow = ImportRejectRow & { readonly id: string; readonly sortKey: number }
export type ImportRejectPage = Page<ImportRejectListRow>

export const importRejectSortKeys = {
  number: { type: 'integer', expression: sql`import_rejects.number` },
} satisfies Record<string, SortKey>

export interface RejectFilter {
  readonly kinds?: readonly RecordKind[] | null
  /** As they are stored. */
  readonly codes?: readonly string[] | null
  /** Rejected records, or refused ones; rejected ones if omitted. */
  readonly set?: 'rejects' | 'refusals'
}

/** A page of each job's rejects, in fetching order within a job. */
export function listImportRejects(
  db: Database,
  jobs: readonly Parent[],
  filter: RejectFilter,
  page: PageRequest,
): Promise<ImportRejectListRow[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('import_rejects')
          .select([...importRejectColumns, 'import_rejects.job_id as id', 'import_rejects.number as sortKey'])
          .whereRef('import_rejects.job_id', '=', 'parent.id')
          .where(matches(filter))
          .where(inPage(page, 'import_rejects.job_id'))
          .orderBy('import_rejects.number', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('reject'),
      (join) => join.onTrue(),
    )
    .selectAll('reject')
    .orderBy('reject.sortKey', page.fetchDirection)
    .execute()
}

/** The number of matching rejects of each job; jobs without any are omitted. */
export function countImportRejects(
  db: Database,
  jobs: readonly Parent[],
  filter: RejectFilter,
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoin('import_rejects', 'import_rejects.job_id', 'parent.id')
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .where(matches(filter))
    .groupBy('parent.id')
    .execute()
}

export interface RejectCountRow {
  readonly jobId: string
  readonly kind: ImportRejectRow['kind']
  readonly code: string
  readonly count: number
}

/** The number of each job's rejects by kind and code, the most frequent first. Bounded: both are closed lists. */
export function countImportRejectsByCode(db: Database, jobs: readonly Parent[]): Promise<RejectCountRow[]> {
  return db
    .selectFrom(parentTable(jobs))
    .innerJoin('import_rejects', 'import_rejects.job_id', 'parent.id')
    .select(({ fn }) => [
      'import_rejects.job_id as jobId',
      'import_rejects.kind',
      'import_rejects.code',
      sql<number>`${fn.countAll()}::int`.as('count'),
    ])
    .where(matches({}))
    .groupBy(['import_rejects.job_id', 'import_rejects.kind', 'import_rejects.code'])
    .orderBy('count', 'desc')
    .orderBy('import_rejects.kind')
    .orderBy('import_rejects.code')
    .execute()
}

export interface RejectKey {
  readonly jobId: string
  readonly number: number
}

/** The first bytes of the rejected records. */
export function findRejectBeginnings(
  db: Database,
  keys: readonly RejectKey[],
  maxBytes: number,
): Promise<(RejectKey & { readonly beginning: Buffer })[]> {
  const jobIds = keys.map(({ jobId }) => jobId)
  const numbers = keys.map(({ number }) => number)
  return db
    .selectFrom('import_rejects')
    .select(['job_id as jobId', 'number', sql<Buffer>`substring(raw for ${maxBytes})`.as('beginning')])
    .where(sql<SqlBool>`(job_id, number) in (select * from unnest(${jobIds}::uuid[], ${numbers}::integer[]))`)
    .execute()
}

/** A reject with its bytes, or the first ones. */
export interface RejectWithBytes {
  readonly number: number
  readonly kind: RecordKind
  readonly file: string
  readonly line: number
  readonly offset: number
  readonly pointer: string
  readonly code: string
  readonly message: string
  /** Size of the whole record. */
  readonly rawBytes: number
  readonly raw: Buffer
  /** False for the job's last reject. */
  readonly hasNext: boolean
}

interface RejectRange {
  readonly jobId: string
  /** Only rejects with a higher number. */
  readonly after: number
  readonly first: number
  /** In total, not counting the last one. */
  readonly maxBytes: number
  /** Of one record. */
  readonly maxBytesEach: number
}

/** The next rejects of a job, by number: as many as fit, at least one. */
export async function listRejectsWithBytes(db: Database, range: RejectRange): Promise<RejectWithBytes[]> {
  const { jobId, after, first, maxBytes, maxBytesEach } = range
  const given = sql`least(octet_length(raw), ${maxBytesEach}::integer)`
  const { rows } = await sql<RejectWithBytes>`
    select number, kind, file, line::float8 as line, byte_offset::float8 as "offset", pointer, code, message,
      raw_bytes::float8 as "rawBytes", substring(raw for ${maxBytesEach}::integer) as raw,
      "hasNext"
    from (
      select *, sum(${given}) over (order by number) - ${given} as bytes_before,
        row_number() over (order by number) as place, lead(number) over (order by number) is not null as "hasNext"
      from (
        select * from import_rejects where job_id = ${jobId}::uuid and number > ${after}
        order by number limit ${first + 1}
      ) as page
    ) as measured
    where bytes_before < ${maxBytes} and place <= ${first}
    order by number`.execute(db)
  return rows
}

/** A file with rejects. */
export interface RejectedFile {
  readonly kind: RecordKind
  readonly path: string
  readonly bytes: number
  /** The range of its rejects' numbers; other files' rejects may be in it as well. */
  readonly firstNumber: number
  readonly lastNumber: number
}

/** A reject with its exact bytes. */
export interface StoredReject {
  readonly number: number
  readonly line: number
  readonly offset: number
  readonly pointer: string
  readonly code: string
  readonly message: string
  readonly raw: Buffer
}

/** The files with rejects that can be retried. */
export async function listRejectedFiles(
  db: Database,
  jobId: string,
  filter: RejectFilter,
): Promise<RejectedFile[]> {
  const { rows } = await sql<RejectedFile>`
    select kind, file as path, sum(raw_bytes)::float8 as bytes,
      min(number) as "firstNumber", max(number) as "lastNumber"
    from import_rejects where job_id = ${jobId}::uuid and ${isRetriable} and ${matches(filter)}
    group by kind, file`.execute(db)
  return rows
}

interface RejectPage {
  readonly jobId: string
  readonly file: RejectedFile
  readonly filter: RejectFilter
  readonly afterNumber: number
  readonly maxRows: number
  /** In total, not counting the last one. */
  readonly maxBytes: number
}

/** The next rejects of a file that can be retried, by number; empty at the end. */
export async function listStoredRejects(db: Database, page: RejectPage): Promise<StoredReject[]> {
  const { jobId, file, filter, afterNumber, maxRows, maxBytes } = page
  const { rows } = await sql<StoredReject>`
    select number, line::float8 as line, byte_offset::float8 as "offset", pointer, code, message, raw
    from (
      select *, sum(raw_bytes) over (order by number) - raw_bytes as bytes_before
      from import_rejects
      where job_id = ${jobId}::uuid and number > ${afterNumber}
        and number between ${file.firstNumber} and ${file.lastNumber}
        and kind = ${file.kind} and file = ${file.path} and ${isRetriable} and ${matches(filter)}
      order by number limit ${maxRows}
    ) as page
    where bytes_before < ${maxBytes} order by number`.execute(db)
  return rows
}

/**
 * Marks the rejects that this retry has imported: those whose record is now in the tables. Does nothing for other
 * jobs. Call it in the publishing transaction, before the staging tables are truncated.
 */
export async function markImportedRejects(trx: Database, jobId: string): Promise<void> {
  const { rows } = await sql<{ ofJobId: string }>`
    select of_job as "ofJobId" from import_jobs
    where id = ${jobId}::uuid and operation in ('retry', 'take_over')`.execute(trx)
  const [job] = rows
  if (job === undefined) return
  await sql`
    update import_rejects set imported_by = ${jobId}::uuid
    from staging.records as record
    join legacy_records as legacy
      on legacy.kind = record.kind and legacy.id = record.id and legacy.sha256 = record.sha256
    where import_rejects.job_id = ${job.ofJobId}::uuid and ${isRetriable}
      and import_rejects.kind = record.kind and import_rejects.file = record.file
      and import_rejects.byte_offset = record.byte_offset and import_rejects.line = record.line`.execute(trx)
}

/** Not yet imported by a retry, and with all its bytes. */
const isRetriable = sql<SqlBool>`
  import_rejects.imported_by is null and import_rejects.raw_bytes > 0
  and import_rejects.raw_bytes = octet_length(import_rejects.raw)`

function matches({ kinds, codes, set }: RejectFilter): RawBuilder<SqlBool> {
  return allOf([
    set === 'refusals'
      ? sql<SqlBool>`import_rejects.is_refusal`
      : sql<SqlBool>`not import_rejects.is_refusal`,
    ...(kinds ? [sql<SqlBool>`import_rejects.kind = any(${kinds}::text[])`] : []),
    ...(codes ? [sql<SqlBool>`import_rejects.code = any(${codes}::text[])`] : []),
  ])
}

/** A record or damaged section that can't be imported. */
export interface Reject {
  readonly position: SourcePosition
  readonly code: string
  readonly message: string
  readonly raw: Buffer
  /** Larger than `raw.length` if only the beginning is kept. */
  readonly rawBytes: number
}

/** Where a record or a damaged section is in the source. */
export interface SourcePosition {
  readonly kind: RecordKind
  readonly file: string
  readonly fileNumber: number
  readonly isBackup: boolean
  /** From 1. */
  readonly line: number
  /** Bytes before it in the file. */
  readonly offset: number
  /** JSON pointer into the file. */
  readonly pointer: string
}

/** The rejects and refused records of a batch. */
interface RejectBatch {
  readonly jobId: string
  readonly firstNumber: number
  readonly rejects: readonly Reject[]
  readonly refusals: readonly Reject[]
}

/**
 * Copies a batch's rejects and refusals into `import_rejects`, in the order of the source and
 * numbered from `firstNumber`, and reads them back.
 * @throws ImportFailure VERIFICATION_FAILED
 */
export async function copyRejects(
  connection: DedicatedConnection,
  columns: TableColumns,
  { jobId, firstNumber, rejects, refusals }: RejectBatch,
): Promise<void> {
  const toRow = (reject: Reject, isRefusal: boolean) => ({ reject, isRefusal })
  const sorted = [
    ...rejects.map((reject) => toRow(reject, false)),
    ...refusals.map((reject) => toRow(reject, true)),
  ].toSorted((one, other) => comparePositions(one.reject.position, other.reject.position))
  const rows = sorted.map(({ reject, isRefusal }, index) => {
    const row = {
      ...toPositionColumns(reject.position),
      number: firstNumber + index,
      code: reject.code,
      message: toStorableText(reject.message),
      raw: reject.raw,
      raw_bytes: reject.rawBytes,
      is_refusal: isRefusal,
      identity: Buffer.from(identifyReject(reject), 'hex'),
    }
    return { ...row, job_id: jobId, digest: Buffer.from(digestReject(row), 'hex') }
  })
  await copyRows(connection, { schema: 'public', table: 'import_rejects', columns, rows })
  await verifyCopiedRejects(connection.db, jobId, rows)
}

/** The columns that rejects and staged records have in common. */
export function toPositionColumns({ kind, file, line, offset, pointer }: SourcePosition) {
  return {
    kind,
    file: toStorableText(file),
    line,
    byte_offset: offset,
    pointer: toStorableText(pointer),
  }
}

/** Replaces what a TEXT column can't hold in file names and messages, which are only for display. */
function toStorableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}

function comparePositions(one: SourcePosition, other: SourcePosition): number {
  return one.fileNumber - other.fileNumber || one.offset - other.offset
}
