import type { Selectable } from 'kysely'
import type { DB } from '../generated/database.ts'

type ImportJobs = Selectable<DB['import_jobs']>

/** What a job is asked to do. */
export interface ImportRequest {
  readonly operation: ImportJobs['operation']
  /** The job that is retried, verified or reverted; else null. */
  readonly ofJobId: string | null
  readonly source: ImportJobs['source']
  /** The directory as it was named; null for uploaded files. */
  readonly directory: string | null
  readonly layout: ImportJobs['layout']
  readonly isDryRun: boolean
  readonly onConflict: ImportJobs['on_conflict']
  readonly includeBackups: boolean
  readonly orphans: ImportJobs['orphans']
  readonly onDamage: ImportJobs['on_damage']
  /** Whether what is written is read back and compared before it is published. */
  readonly isVerified: boolean
  /** Null for the operator at the command line. */
  readonly startedById: string | null
}

/** A request with the defaults of all that is left out. */
export function createRequest(
  asked: Pick<ImportRequest, 'operation' | 'startedById'> & Partial<ImportRequest>,
): ImportRequest {
  return {
    ofJobId: null,
    source: 'directory',
    directory: null,
    layout: 'auto',
    isDryRun: false,
    onConflict: 'skip',
    includeBackups: true,
    orphans: 'quarantine',
    onDamage: 'salvage',
    isVerified: true,
    ...asked,
  }
}
