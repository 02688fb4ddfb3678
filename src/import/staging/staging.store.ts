import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { BatchCounts, RenamedUser } from '../counts.ts'
import { importedTables, type RecordKind } from '../records/record-type.ts'
import type { SourceFile } from '../records/source-file.ts'
import type { ResolvedBatch } from './resolve.ts'

/** How far a file is staged. */
export interface StagedFile {
  readonly number: number
  /** Records and damaged sections from the start of the file. */
  readonly items: number
  readonly isRead: boolean
}

/** Consecutive staged batches of one kind that are published together. */
export interface StagedRange {
  /** The numbers of the first batch and of the last. */
  readonly first: number
  readonly last: number
  readonly kind: RecordKind
  /** Whether any record replaces existing rows. */
  readonly hasUpdates: boolean
  /** Whether placeholder owners have to be created. */
  readonly hasPlaceholders: boolean
  /** Number of records to write. */
  readonly written: number
}

/** A count or warning count, summed over all staged batches. */
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

/** Truncates the staging tables. */
export async function clearStaging(db: Database): Promise<void> {
  await sql`truncate ${sql.join(stagedTables.map((table) => sql.table(`staging.${table}`)))}`.execute(db)
}

/**
 * Lets the session commit batches without waiting for the disk. A crash of PostgreSQL may lose the last batches
 * together with their checkpoints; they are then staged again.
 */
export async function disableSynchronousCommit(db: Database): Promise<void> {
  await sql`set synchronous_commit = off`.execute(db)
}

/** Truncates the staging tables, assigns them to the job, and deletes the job's previous rejects. */
export async function claimStaging(db: Database, jobId: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await clearStaging(trx)
    await sql`delete from import_rejects where job_id = ${jobId}::uuid`.execute(trx)
    await sql`insert into staging.job (id) values (${jobId}::uuid)`.execute(trx)
  })
}

/** The job that the staging tables belong to; undefined if they are empty. */
export async function findStagedJobId(db: Database): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from staging.job`.execute(db)
  return rows[0]?.id
}

/**
 * Also locks the staging tables against truncation until the end of the transaction.
 * @throws Error if they do not belong to this job: a defect, or someone truncated them manually.
 */
export async function checkStagingOwner(trx: Database, jobId: string): Promise<void> {
  if ((await findStagedJobId(trx)) === jobId) return
  throw new Error(`The staging tables no longer belong to job ${jobId}.`)
}

/** The progress of the files if exactly these files, unchanged, are being staged; otherwise undefined. */
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

/** How many batches are published with the same statements. */
const maxRangeBatches = 4

/** The next staged batches of one kind after this number, or undefined. */
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

/** A condition on a `batch` column: the row belongs to the range. */
export function inRange(
  column: string,
  { first, last }: Pick<StagedRange, 'first' | 'last'>,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} between ${first} and ${last}`
}

/** A staged record that was written to the tables. */
export interface WrittenRecord {
  readonly id: string
  readonly fileNumber: number
}

/** The records of the range that were inserted or updated. */
export async function listWrittenRecords(db: Database, range: StagedRange): Promise<WrittenRecord[]> {
  const { rows } = await sql<WrittenRecord>`
    select id, file_number as "fileNumber" from staging.records
    where ${inRange('batch', range)} and action in ('insert', 'update')`.execute(db)
  return rows
}

/** Sums the counts, or the warnings by code, of all staged batches. */
export async function sumStagedCounts(db: Database, column: 'counts' | 'warnings'): Promise<StagedCount[]> {
  const { rows } = await sql<StagedCount>`
    select kind, key as name, sum(value::bigint)::float8 as count
    from staging.batches, jsonb_each_text(${sql.ref(column)}) group by kind, key`.execute(db)
  return rows
}

/** The first users of all staged batches who get a substitute e-mail, in the order of the source. */
export async function listStagedRenames(db: Database, limit: number): Promise<RenamedUser[]> {
  const { rows } = await sql<{ renamedUser: RenamedUser }>`
    select renamed.value as "renamedUser" from staging.batches
    cross join jsonb_array_elements(renamed_users) with ordinality as renamed (value, place)
    order by number, place limit ${limit}`.execute(db)
  return rows.map(({ renamedUser }) => renamedUser)
}

/** The highest numbers of batches and of the job's rejects; 0 before the first. */
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

/** Assigns all rows staged in this transaction to the batch. */
export async function setBatchNumber(trx: Database, number: number): Promise<void> {
  await sql`select set_config('metagauge.import_batch', ${String(number)}, true)`.execute(trx)
}

/** Marks a batch as completely staged. */
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
  const hasUpdates = batch.records.some(({ action }) => action === 'updated')
  await sql`
    insert into staging.batches (number, kind, has_updates, has_placeholders, counts, warnings, renamed_users)
    values (${number}, ${kind}, ${hasUpdates}, ${batch.placeholders.length > 0},
      ${JSON.stringify(counts.counts)}, ${JSON.stringify(counts.warnings)},
      ${JSON.stringify(counts.renamedUsers ?? [])})`.execute(trx)
}

/** Saves how far the files are staged with this batch. */
export async function updateFileProgress(trx: Database, batch: ResolvedBatch): Promise<void> {
  const records = countByFile(batch.records.map(({ position }) => position.fileNumber))
  const rejects = countByFile(batch.rejects.map(({ position }) => position.fileNumber))
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
