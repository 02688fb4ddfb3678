import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { ImportReport } from './counts.ts'
import type { RecordKind } from './records/record-type.ts'

/** Where a record is in the source of the job that imported it; numbers are text, as the driver returns them. */
export interface StoredPosition {
  readonly file: string
  readonly line: string
  readonly offset: string
  readonly pointer: string
}

/** A stored record that a job could not process. It has no bytes: its rows are the record. */
interface JobReject extends StoredPosition {
  readonly number: number
  readonly kind: RecordKind
  readonly code: string
  readonly message: string
}

async function insertJobRejects(db: Database, jobId: string, rejects: readonly JobReject[]): Promise<void> {
  if (rejects.length === 0) return
  const rows = rejects.map(({ offset, ...reject }) => ({ ...reject, byte_offset: offset }))
  await sql`
    insert into import_rejects
      (job_id, number, kind, file, line, byte_offset, pointer, code, message, raw, raw_bytes)
    select ${jobId}::uuid, number, kind, file, line, byte_offset, pointer, code, message, '', 0
    from jsonb_populate_recordset(null::import_rejects, ${JSON.stringify(rows)}::jsonb)`.execute(db)
}

/** Saves the rejects of a job in batches. */
export interface JobRejects {
  add(reject: Omit<JobReject, 'number'>): Promise<void>
  /** Saves the rest. */
  flush(): Promise<void>
}

const maxHeldRejects = 1000

/** Numbers the rejects and counts them in the report. */
export function createJobRejects(db: Database, jobId: string, report: ImportReport): JobRejects {
  let held: JobReject[] = []
  const flush = async () => {
    const rejects = held
    held = []
    await insertJobRejects(db, jobId, rejects)
  }
  return {
    flush,
    add: async (reject) => {
      held.push({ ...reject, number: ++report.rejects })
      if (held.length >= maxHeldRejects) await flush()
    },
  }
}
