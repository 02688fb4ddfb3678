import { setTimeout as sleep } from 'node:timers/promises'
import type { ExternalDatabase } from '../../../src/config.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { importedTables } from '../../../src/import/records/record-type.ts'
import { stagedTables } from '../../../src/import/staging/staging.store.ts'

/** The parts of a job that a client sees, without times. */
export interface JobState {
  readonly id: string
  readonly phase: string
  readonly errorCode: string | null
  readonly isResumed: boolean
  readonly counts: unknown
  readonly recordsPublished: string
}

/** A digest of all rows by table: equal states have equal digests. */
export type TablesDigest = Readonly<Record<string, string>>

const pollMs = 10
const settleMs = 10_000

/** Opens a connection for each statement, because the server may have been killed. */
async function query<Row>(database: ExternalDatabase, statement: string, values: unknown[] = []) {
  const { rows } = await withClient(database, (client) => client.query(statement, values))
  // The caller declares the type of the rows that its statement selects.
  return rows as Row[]
}

/** Covers every row of the imported tables, and of the legacy records without the job and time of their import. */
export async function digestTables(database: ExternalDatabase): Promise<TablesDigest> {
  const tables = [...importedTables, 'legacy_records'].map(
    (table) => `
      select '${table}' as name, count(*) || ' ' || coalesce(md5(string_agg(
        (to_jsonb(t) - 'job_id' - 'imported_at')::text, ',' order by t.id::text
      )), '') as digest from ${table} t`,
  )
  const rows = await query<{ name: string; digest: string }>(database, tables.join(' union all '))
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]))
}

/** Covers a job's files, its undo log and its rejects. */
export async function digestJob(database: ExternalDatabase, jobId: string): Promise<TablesDigest> {
  const tables = ['import_files', 'import_undo', 'import_rejects'].map(
    (table) => `
      select '${table}' as name, count(*) || ' ' || coalesce(md5(string_agg(row::text, ',' order by row)), '') as digest
      from (
        select to_jsonb(t) - 'job_id' - 'id' - 'created_at' - 'rejected_at' #- '{legacy_record,job_id}'
          #- '{legacy_record,imported_at}' as row
        from ${table} t where job_id = '${jobId}'
      ) as kept`,
  )
  const rows = await query<{ name: string; digest: string }>(database, tables.join(' union all '))
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]))
}

/** The most recently started job, except for the given one. */
export async function findLastJob(
  database: ExternalDatabase,
  exceptId: string,
): Promise<JobState | undefined> {
  const [job] = await query<JobState>(
    database,
    `select id, phase, error_code as "errorCode", resumed_at is not null as "isResumed", counts,
      records_published as "recordsPublished"
    from import_jobs join import_progress on job_id = id where id <> $1 order by created_at desc limit 1`,
    [exceptId],
  )
  return job
}

/** The numbers of the job's rejects in ascending order. */
export async function listRejectNumbers(database: ExternalDatabase, jobId: string): Promise<number[]> {
  const rows = await query<{ number: number }>(
    database,
    'select number::int from import_rejects where job_id = $1 order by number',
    [jobId],
  )
  return rows.map(({ number }) => number)
}

/** The job whose rows are staged, and the number of its batches. */
export async function findStaged(
  database: ExternalDatabase,
): Promise<{ readonly jobId: string | null; readonly batches: number }> {
  const [row] = await query<{ jobId: string | null; batches: number }>(
    database,
    `select (select id from staging.job) as "jobId", (select count(*)::int from staging.batches) as batches`,
  )
  return row ?? { jobId: null, batches: 0 }
}

/** The staging tables that contain rows. */
export async function listFilledStaging(database: ExternalDatabase): Promise<string[]> {
  const tables = stagedTables.map(
    (table) => `select '${table}' as name where exists (select from staging.${table})`,
  )
  return (await query<{ name: string }>(database, tables.join(' union all '))).map(({ name }) => name)
}

/** Waits for the sessions and session locks of imports to end. Returns those that remain after ten seconds. */
export async function untilNoImportRuns(database: ExternalDatabase): Promise<string[]> {
  const deadline = Date.now() + settleMs
  for (;;) {
    const remaining = await query<{ description: string }>(
      database,
      `select application_name || ' ' || coalesce(state, '') || ' ' || left(query, 60) as description from pg_stat_activity
        where datname = current_database() and application_name like 'metagauge-import%'
      union all
      select 'advisory lock of ' || pid from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`,
    )
    if (remaining.length === 0 || Date.now() > deadline)
      return remaining.map(({ description }) => description)
    await sleep(pollMs)
  }
}

export async function findDatabaseBytes(database: ExternalDatabase): Promise<number> {
  const [row] = await query<{ bytes: number }>(
    database,
    'select pg_database_size(current_database())::float8 as bytes',
  )
  return row?.bytes ?? 0
}
