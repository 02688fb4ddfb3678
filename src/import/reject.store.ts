import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import { allOf, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { DB } from '../generated/database.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import type { ImportReport } from './report/counts.ts'
import type { RecordKind } from './scan/source-item.ts'

// Without raw: it may be megabytes, and holds secrets.
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
/** `id` is the job's: together with the number it is the reject's place. */
type ImportRejectListRow = ImportRejectRow & { readonly id: string; readonly sortKey: number }
export type ImportRejectPage = Page<ImportRejectListRow>

export const importRejectSortKeys = {
  number: { type: 'integer', expression: sql`import_rejects.number` },
} satisfies Record<string, SortKey>

/** A page of each job's rejects; within a job in fetching order. */
export function listImportRejects(
  db: Database,
  jobs: readonly Parent[],
  filter: ImportRejectFilter,
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

/** How many matching rejects each job has; jobs without any are left out. */
export function countImportRejects(
  db: Database,
  jobs: readonly Parent[],
  filter: ImportRejectFilter,
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

/** How many rejects each job has of each kind and code, the most frequent first. Both are closed lists: so is this. */
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

/** The first bytes of what the rejects were made of. */
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

function matches({ kind, code }: ImportRejectFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(kind ? [sql<SqlBool>`import_rejects.kind = any(${kind}::text[])`] : []),
    ...(code ? [sql<SqlBool>`import_rejects.code = any(${code}::text[])`] : []),
  ])
}

/** A reject with its bytes, or the first of them. */
export interface RejectWithBytes {
  readonly number: number
  readonly kind: RecordKind
  readonly file: string
  readonly line: number
  readonly offset: number
  readonly pointer: string
  readonly code: string
  readonly message: string
  /** Of the whole record. */
  readonly rawBytes: number
  readonly raw: Buffer
  /** False when it is the last one of the job. */
  readonly hasNext: boolean
}

interface RejectRange {
  readonly jobId: string
  /** Only those with a higher number. */
  readonly after: number
  readonly first: number
  /** Of all of them together, but for the last one. */
  readonly maxBytes: number
  /** What is given of one record. */
  readonly maxBytesEach: number
}

/** The next rejects of a job, in the order of their numbers: as many as fit, at least one. */
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

/** A file of which a job rejected something. */
export interface RejectedFile {
  readonly kind: RecordKind
  readonly path: string
  readonly bytes: number
  /** The numbers of its rejects are between these; those of other files may be, too. */
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

/** The files with rejects that may be tried again: those that no retry has imported, and whose bytes are all there. */
export async function listRejectedFiles(
  db: Database,
  jobId: string,
  filter: ImportRejectFilter,
): Promise<RejectedFile[]> {
  const { rows } = await sql<RejectedFile>`
    select kind, file as path, sum(raw_bytes)::float8 as bytes,
      min(number) as "firstNumber", max(number) as "lastNumber"
    from import_rejects as reject where job_id = ${jobId}::uuid and ${isRetriable} and ${matchesFilter(filter)}
    group by kind, file`.execute(db)
  return rows
}

interface RejectPage {
  readonly jobId: string
  readonly file: RejectedFile
  readonly filter: ImportRejectFilter
  readonly afterNumber: number
  readonly maxRows: number
  /** Of all rejects together, but for the last one. */
  readonly maxBytes: number
}

/** The next rejects of a file, in the order of their numbers; none at the end. */
export async function listStoredRejects(db: Database, page: RejectPage): Promise<StoredReject[]> {
  const { jobId, file, filter, afterNumber, maxRows, maxBytes } = page
  const { rows } = await sql<StoredReject>`
    select number, line::float8 as line, byte_offset::float8 as "offset", pointer, code, message, raw
    from (
      select *, sum(raw_bytes) over (order by number) - raw_bytes as bytes_before
      from import_rejects as reject
      where job_id = ${jobId}::uuid and number > ${afterNumber}
        and number between ${file.firstNumber} and ${file.lastNumber}
        and kind = ${file.kind} and file = ${file.path} and ${isRetriable} and ${matchesFilter(filter)}
      order by number limit ${maxRows}
    ) as page
    where bytes_before < ${maxBytes} order by number`.execute(db)
  return rows
}

/**
 * Notes on the rejects that a retry has staged that it imported them: those whose record now stands in the tables. To
 * be called in the publishing transaction, before the staging is cleared; for any other job it does nothing.
 */
export async function markImportedRejects(trx: Database, jobId: string): Promise<void> {
  const { rows } = await sql<{ ofJobId: string }>`
    select of_job as "ofJobId" from import_jobs
    where id = ${jobId}::uuid and operation = 'retry'`.execute(trx)
  const [job] = rows
  if (job === undefined) return
  await sql`
    update import_rejects as reject set imported_by = ${jobId}::uuid
    from staging.records as record
    join legacy_records as legacy
      on legacy.kind = record.kind and legacy.id = record.id and legacy.sha256 = record.sha256
    where reject.job_id = ${job.ofJobId}::uuid and ${isRetriable}
      and reject.kind = record.kind and reject.file = record.file
      and reject.byte_offset = record.byte_offset and reject.line = record.line`.execute(trx)
}

/** On `reject`. */
const isRetriable = sql<SqlBool>`
  reject.imported_by is null and reject.raw_bytes > 0 and reject.raw_bytes = octet_length(reject.raw)`

function matchesFilter({ kind, code }: ImportRejectFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(kind ? [sql<SqlBool>`reject.kind = any(${kind}::text[])`] : []),
    ...(code ? [sql<SqlBool>`reject.code = any(${code}::text[])`] : []),
  ])
}

/** Where a record stands in the source of the job that wrote it; counts are text, as the driver gives them. */
export interface StoredPosition {
  readonly file: string
  readonly line: string
  readonly offset: string
  readonly pointer: string
}

/** A record with which a job could not do what it was asked. There are no bytes: its rows are the record. */
interface JobReject extends StoredPosition {
  readonly number: number
  readonly kind: RecordKind
  readonly code: string
  readonly message: string
}

/** Puts records among the job's rejects. */
async function insertJobRejects(db: Database, jobId: string, rejects: readonly JobReject[]): Promise<void> {
  if (rejects.length === 0) return
  const rows = rejects.map(({ offset, ...reject }) => ({ ...reject, byte_offset: offset }))
  await sql`
    insert into import_rejects
      (job_id, number, kind, file, line, byte_offset, pointer, code, message, raw, raw_bytes)
    select ${jobId}::uuid, number, kind, file, line, byte_offset, pointer, code, message, '', 0
    from jsonb_populate_recordset(null::import_rejects, ${JSON.stringify(rows)}::jsonb)`.execute(db)
}

/** Collects what a job could not do, record by record, and saves it in batches. */
export interface JobRejects {
  add(note: Omit<JobReject, 'number'>): Promise<void>
  /** Saves what is left. */
  flush(): Promise<void>
}

const maxHeldRejects = 1000

/** Numbers the notes as the job's rejects, and counts them in the report's `rejects`. */
export function createJobRejects(db: Database, jobId: string, report: ImportReport): JobRejects {
  let held: JobReject[] = []
  const flush = async () => {
    const notes = held
    held = []
    await insertJobRejects(db, jobId, notes)
  }
  return {
    flush,
    add: async (note) => {
      held.push({ ...note, number: ++report.rejects })
      if (held.length >= maxHeldRejects) await flush()
    },
  }
}
