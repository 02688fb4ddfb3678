import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { allOf } from '../../database/conditions.ts'
import type { Database } from '../../database/connection.ts'
import type { ImportRejectFilter } from '../../generated/graphql.ts'
import type { RecordKind } from './record.ts'

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
    from import_rejects as reject where job_id = ${jobId}::uuid and ${isRetriable} and ${matches(filter)}
    group by kind, file`.execute(db)
  return rows
}

export interface RejectPage {
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
        and kind = ${file.kind} and file = ${file.path} and ${isRetriable} and ${matches(filter)}
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

function matches({ kind, code }: ImportRejectFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(kind ? [sql<SqlBool>`reject.kind = any(${kind}::text[])`] : []),
    ...(code ? [sql<SqlBool>`reject.code = any(${code}::text[])`] : []),
  ])
}
