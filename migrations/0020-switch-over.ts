import { type Kysely, sql } from 'kysely'

/**
 * Imported analyses that the legacy application left running keep their state until the operator switches over.
 * - `legacy_records.was_running`: the analysis was imported as running. Servers never fail such an analysis. Null for
 *   records that were imported before this migration and are not running.
 * - `legacy_records.system_change`: what a switch-over changed, `{updated_at, was}`: the time that it gave the row, and
 *   the former values of the columns. While the row has this time, only the system has changed it.
 * - The constraint on the operation is validated by a later migration.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table legacy_records add column was_running boolean, add column system_change jsonb`.execute(
    db,
  )
  await sql`
update legacy_records set was_running = true from analyses
where legacy_records.kind = 'analyses' and analyses.id = legacy_records.id and analyses.status = 'running'
  and not exists (select from analysis_leases where analysis_leases.analysis_id = analyses.id)`.execute(db)
  await sql`
alter table import_jobs
  drop constraint import_jobs_operation_known,
  add constraint import_jobs_operation_known
    check (operation in ('import', 'retry', 'verify', 'revert', 'export', 'switch_over', 'take_over')) not valid`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from import_jobs where operation = 'switch_over'`.execute(db)
  await sql`
alter table import_jobs
  drop constraint import_jobs_operation_known,
  add constraint import_jobs_operation_known
    check (operation in ('import', 'retry', 'verify', 'revert', 'export'))`.execute(db)
  await sql`alter table legacy_records drop column was_running, drop column system_change`.execute(db)
}
