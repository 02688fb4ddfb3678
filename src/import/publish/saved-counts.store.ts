import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { ImportFailure } from '../failure.ts'
import { listCounts } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import type { RecordKind } from '../records/record-type.ts'

/** What an import saved, by kind. */
interface SavedCounts {
  readonly kind: RecordKind
  /** Records that it wrote, also if a later import has replaced them. */
  readonly written: number
  readonly rejected: number
  readonly refused: number
}

/** A count that differs from the job's own. */
export interface CountDifference {
  readonly kind: RecordKind
  readonly name: keyof Omit<SavedCounts, 'kind'>
  /** How many are missing; negative if there are too many. */
  readonly missing: number
}

/** Compares what is saved of an earlier import with the job's own counts. */
export function findCountDifferences(
  db: Database,
  job: Pick<ImportJobRow, 'id' | 'counts'>,
): Promise<CountDifference[]> {
  return compareCounts(db, job, recordsOf(job.id))
}

async function compareCounts(
  db: Database,
  { id, counts }: Pick<ImportJobRow, 'id' | 'counts'>,
  records: RawBuilder<unknown>,
): Promise<CountDifference[]> {
  const saved = new Map((await countSaved(db, id, records)).map((count) => [count.kind, count]))
  return listCounts(counts).flatMap(({ kind, inserted, updated, rejected, refused }) => {
    const expected = { written: inserted + updated, rejected, refused }
    const found = saved.get(kind)
    return (['written', 'rejected', 'refused'] as const)
      .map((name) => ({ kind, name, missing: expected[name] - (found?.[name] ?? 0) }))
      .filter(({ missing }) => missing !== 0)
  })
}

/**
 * Call it in the publishing transaction, when everything is written.
 * @throws ImportFailure VERIFICATION_FAILED if something that the job counted was not saved.
 */
export async function verifySavedCounts(
  trx: Database,
  job: Pick<ImportJobRow, 'id' | 'counts'>,
): Promise<void> {
  const records = sql`select kind from legacy_records where job_id = ${job.id}::uuid`
  const [difference] = await compareCounts(trx, job, records)
  if (difference === undefined) return
  const { kind, name, missing } = difference
  throw new ImportFailure('VERIFICATION_FAILED', `Of ${kind}, ${missing} ${name} records were not saved.`)
}

async function countSaved(db: Database, jobId: string, records: RawBuilder<unknown>): Promise<SavedCounts[]> {
  const { rows } = await sql<SavedCounts>`
    select kind, sum(written)::float8 as written, sum(rejected)::float8 as rejected,
      sum(refused)::float8 as refused
    from (
      select kind, count(*) as written, 0 as rejected, 0 as refused
      from (${records}) as record group by kind
      union all
      select kind, 0, count(*) filter (where not is_refusal), count(*) filter (where is_refusal)
      from import_rejects where job_id = ${jobId}::uuid group by kind
    ) as saved group by kind`.execute(db)
  return rows
}

/** Each record once: it may have been replaced by later imports, whose undo log may have its former state. */
function recordsOf(jobId: string): RawBuilder<unknown> {
  return sql`
    select kind, id from legacy_records where job_id = ${jobId}::uuid
    union select kind, id from legacy_records where previous_jobs @> array[${jobId}::uuid]
    union select kind, id from import_undo where legacy_record ->> 'job_id' = ${jobId}::text`
}
