import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { importedTables } from '../records/record-type.ts'
import type { BatchCounts } from '../report/counts.ts'
import type { RecordKind, SourceFile } from '../scan/source-item.ts'
import type { ResolvedBatch } from './decode.ts'

/** How much of a file is staged. */
export interface StagedFile {
  readonly number: number
  /** Records and damaged stretches, from the file's start. */
  readonly items: number
  readonly isRead: boolean
}

/** Batches of one kind, each staged as a whole, that are published together. */
export interface StagedRange {
  /** The numbers of the first batch and of the last. */
  readonly first: number
  readonly last: number
  readonly kind: RecordKind
  /** Whether some of the records replace rows. */
  readonly hasUpdates: boolean
  /** Whether there are owners that were made up. */
  readonly hasPlaceholders: boolean
  /** Records that are to be written. */
  readonly written: number
}

/** How often something was counted in all staged batches together. */
interface StagedCount {
  readonly kind: RecordKind
  readonly name: string
  readonly count: number
}

export const stagedTables: readonly string[] = [
  ...importedTables,
  'records',
  'batches',
  'files',
  'uploads',
  'job',
]

/** Empties the staging; in a transaction, when the transaction ends well. */
export async function clearStaging(db: Database): Promise<void> {
  await sql`truncate ${sql.join(stagedTables.map((table) => sql.table(`staging.${table}`)))}`.execute(db)
}

/**
 * Lets the session commit its batches without waiting for the disk. A crash of PostgreSQL may take the last ones back,
 * each with its checkpoint: then they are staged again.
 */
export async function disableSynchronousCommit(db: Database): Promise<void> {
  await sql`set synchronous_commit = off`.execute(db)
}

/** Empties the staging for a job, whose it is from now on. What the job has rejected before is forgotten with it. */
export async function claimStaging(db: Database, jobId: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await clearStaging(trx)
    await sql`delete from import_rejects where job_id = ${jobId}::uuid`.execute(trx)
    await sql`insert into staging.job (id) values (${jobId}::uuid)`.execute(trx)
  })
}

/** Whose the staging is; undefined when it is empty. */
export async function findStagedJobId(db: Database): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from staging.job`.execute(db)
  return rows[0]?.id
}

/**
 * Keeps others from emptying the staging until the transaction ends.
 * @throws Error when it is not this job's: a defect, or somebody emptied it by hand.
 */
export async function checkStagingOwner(trx: Database, jobId: string): Promise<void> {
  if ((await findStagedJobId(trx)) === jobId) return
  throw new Error(`The staging tables are not those of job ${jobId} any more.`)
}

/** Those of the files that are staged already, when they are still the same ones; undefined when they are not. */
export async function findStagedFiles(
  db: Database,
  files: readonly SourceFile[],
): Promise<ReadonlyMap<number, StagedFile> | undefined> {
  const { rows } = await sql<StagedFile & { path: string; bytes: number; modifiedAt: string | null }>`
    select number, path, bytes::float8 as bytes, modified_at as "modifiedAt", items::float8 as items,
      is_read as "isRead"
    from staging.files order by number`.execute(db)
  const isSame = ({ number, path, bytes, modifiedAt }: SourceFile) => {
    const staged = rows[number - 1]
    return staged?.path === path && staged.bytes === bytes && staged.modifiedAt === modifiedAt
  }
  if (rows.length !== files.length || !files.every(isSame)) return undefined
  return new Map(rows.map((row) => [row.number, row]))
}

/** Notes the files that are to be read. */
export async function insertStagedFiles(db: Database, files: readonly SourceFile[]): Promise<void> {
  const rows = files.map(({ number, path, kind, isBackup, ownerId, bytes, modifiedAt }) => ({
    number,
    path,
    kind,
    is_backup: isBackup,
    owner_id: ownerId,
    bytes,
    modified_at: modifiedAt,
  }))
  await sql`
    insert into staging.files (number, path, kind, is_backup, owner_id, bytes, modified_at)
    select number, path, kind, is_backup, owner_id, bytes, modified_at
    from jsonb_populate_recordset(null::staging.files, ${JSON.stringify(rows)}::jsonb)`.execute(db)
}

/** How many batches are published together: what is asked of PostgreSQL once is asked once for all of them. */
const maxRangeBatches = 4

/** The next batches of one kind behind this one; undefined when there is none. */
export async function findStagedRange(db: Database, afterNumber: number): Promise<StagedRange | undefined> {
  const { rows } = await sql<StagedRange>`
    with next as (
      select * from staging.batches where number > ${afterNumber} order by number limit ${maxRangeBatches}
    ), head as (select kind from next order by number limit 1)
    select min(number) as first, max(number) as last, kind, bool_or(has_updates) as "hasUpdates",
      bool_or(has_placeholders) as "hasPlaceholders",
      sum((counts->>'inserted')::integer + (counts->>'updated')::integer)::integer as written
    from next join head using (kind) group by kind`.execute(db)
  return rows[0]
}

/** A condition on `batch` columns: the row belongs to the range. */
export function inRange(
  column: string,
  { first, last }: Pick<StagedRange, 'first' | 'last'>,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} between ${first} and ${last}`
}

/** What was counted in the batches, or how often each warning was given. */
export async function sumStagedCounts(db: Database, column: 'counts' | 'warnings'): Promise<StagedCount[]> {
  const { rows } = await sql<StagedCount>`
    select kind, key as name, sum(value::bigint)::float8 as count
    from staging.batches, jsonb_each_text(${sql.ref(column)}) group by kind, key`.execute(db)
  return rows
}

/** The highest numbers given so far, of batches and of the job's rejects; 0 before the first. */
export async function findLastNumbers(
  db: Database,
  jobId: string,
): Promise<{ readonly batch: number; readonly reject: number }> {
  const { rows } = await sql<{ batch: number; reject: number }>`
    select (select coalesce(max(number), 0) from staging.batches) as batch,
      (select coalesce(max(number), 0) from import_rejects where job_id = ${jobId}::uuid) as reject`.execute(
    db,
  )
  return rows[0] ?? { batch: 0, reject: 0 }
}

/** Rows that are staged in this transaction belong to the batch. */
export async function setBatchNumber(trx: Database, number: number): Promise<void> {
  await sql`select set_config('metagauge.import_batch', ${String(number)}, true)`.execute(trx)
}

/** Notes that a batch is staged as a whole. */
export async function insertStagedBatch(
  trx: Database,
  staged: {
    readonly number: number
    readonly kind: RecordKind
    readonly batch: ResolvedBatch
    readonly counts: BatchCounts
  },
): Promise<void> {
  const { number, kind, batch, counts } = staged
  const hasUpdates = batch.records.some(({ fate }) => fate === 'updated')
  await sql`
    insert into staging.batches (number, kind, has_updates, has_placeholders, counts, warnings)
    values (${number}, ${kind}, ${hasUpdates}, ${batch.placeholders.length > 0},
      ${JSON.stringify(counts.counts)}, ${JSON.stringify(counts.warnings)})`.execute(trx)
}

/** Notes how much of the files is staged with the batch. */
export async function updateFileProgress(trx: Database, batch: ResolvedBatch): Promise<void> {
  const records = countByFile(batch.records.map(({ place }) => place.fileNumber))
  const rejects = countByFile(batch.rejects.map(({ place }) => place.fileNumber))
  const rows = batch.files.map(({ number, items, isRead, bytesSha256 }) => ({
    number,
    items,
    is_read: isRead,
    bytes_sha256: bytesSha256 === null ? null : `\\x${bytesSha256.toString('hex')}`,
    records: records.get(number) ?? 0,
    rejected: rejects.get(number) ?? 0,
  }))
  await sql`
    update staging.files set items = progress.items, is_read = progress.is_read,
      bytes_sha256 = progress.bytes_sha256, records = files.records + progress.records,
      rejected = files.rejected + progress.rejected
    from jsonb_populate_recordset(null::staging.files, ${JSON.stringify(rows)}::jsonb) as progress
    where files.number = progress.number`.execute(trx)
}

function countByFile(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return counts
}
