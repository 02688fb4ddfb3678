import { setTimeout as sleep } from 'node:timers/promises'
import type { ExternalDatabase } from '../../../src/config.ts'
import { withClient } from '../../../src/database/session/client.ts'
import { importedTables } from '../../../src/import/records/record-type.ts'
import { stagedTables } from '../../../src/import/staging/staging.store.ts'

/** A job, with all that a client sees of it but for times. */
export interface JobState {
  readonly id: string
  readonly phase: string
  readonly errorCode: string | null
  readonly isResumed: boolean
  readonly counts: unknown
  readonly recordsPublished: string
}

/** One value for all rows of the tables that an import writes to: two states with the same value are the same. */
export type TablesDigest = Readonly<Record<string, string>>

const pollMs = 10
const settleMs = 10_000

/** Each statement on a connection of its own: the server may have been killed before. */
async function query<Row>(database: ExternalDatabase, statement: string, values: unknown[] = []) {
  const { rows } = await withClient(database, (client) => client.query(statement, values))
  // The audited cast: a test says what its statement selects.
  return rows as Row[]
}

/** Every row of the ten tables, and of each legacy record all but which job imported it, and when. */
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

/** What is kept of a job beside its row: its files with their proofs, what it replaced, and its rejects. */
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

/** The job that was started last; undefined when there is none. */
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

/** Numbers of the job's rejects, in their order. */
export async function listRejectNumbers(database: ExternalDatabase, jobId: string): Promise<number[]> {
  const rows = await query<{ number: number }>(
    database,
    'select number::int from import_rejects where job_id = $1 order by number',
    [jobId],
  )
  return rows.map(({ number }) => number)
}

/** Whose the staging is, and how many batches of it there are. */
export async function findStaged(
  database: ExternalDatabase,
): Promise<{ readonly jobId: string | null; readonly batches: number }> {
  const [row] = await query<{ jobId: string | null; batches: number }>(
    database,
    `select (select id from staging.job) as "jobId", (select count(*)::int from staging.batches) as batches`,
  )
  return row ?? { jobId: null, batches: 0 }
}

/** Those of the staging tables that hold something. */
export async function listFilledStaging(database: ExternalDatabase): Promise<string[]> {
  const tables = stagedTables.map(
    (table) => `select '${table}' as name where exists (select from staging.${table})`,
  )
  return (await query<{ name: string }>(database, tables.join(' union all '))).map(({ name }) => name)
}

/** Sessions and session locks of imports. Resolves when there are none; after a while with those that stay. */
export async function untilNoImportRuns(database: ExternalDatabase): Promise<string[]> {
  const deadline = Date.now() + settleMs
  for (;;) {
    const left = await query<{ what: string }>(
      database,
      `select application_name || ' ' || coalesce(state, '') || ' ' || left(query, 60) as what from pg_stat_activity
        where datname = current_database() and application_name like 'metagauge-import%'
      union all
      select 'advisory lock of ' || pid from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`,
    )
    if (left.length === 0 || Date.now() > deadline) return left.map(({ what }) => what)
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
