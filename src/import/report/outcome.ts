import type { ImportCounts } from '../../generated/graphql.ts'
import { listCounts } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'

type Operation = ImportJobRow['operation']
type CountName = Exclude<keyof ImportCounts, 'kind' | '__typename'>

const outcomeColumns = ['read', 'inserted', 'updated', 'unchanged', 'skipped', 'rejected'] as const
const importColumns: readonly CountName[] = [...outcomeColumns, 'warnings', 'verified']
const allColumns: readonly CountName[] = [...importColumns, 'removed', 'restored', 'exported']

/** Counts that are shown even if all are 0. */
const fixedColumns: Readonly<Record<Operation, readonly CountName[]>> = {
  import: importColumns,
  retry: importColumns,
  verify: [],
  revert: [],
  export: ['exported'],
}

/** Returns the counts to show for a job: for an import, all that add up to `read`; for others, those that are not 0. */
export function listColumns({ operation, counts }: Pick<ImportJobRow, 'operation' | 'counts'>): CountName[] {
  const list = listCounts(counts)
  return allColumns.filter(
    (name) => fixedColumns[operation].includes(name) || list.some((count) => count[name] > 0),
  )
}

export const rejectHeadings: Readonly<Record<Operation, string>> = {
  import: 'Rejected',
  retry: 'Rejected again',
  verify: 'Different from their source',
  revert: 'Not reverted',
  export: 'Not exported',
}

/** Heading of a job's warnings. */
export function describeWarnings({ operation }: Pick<ImportJobRow, 'operation'>): string {
  return operation === 'export'
    ? 'Before you start the legacy application'
    : 'Changed to fit the schema (original values are kept)'
}

/** Title of a job's report. */
export function describeJob({ operation, directory, source, dryRun }: ImportJobRow): string {
  const titles = {
    import: `Import of ${source === 'upload' ? 'uploaded files' : directory}`,
    retry: 'Retry of rejects',
    verify: 'Verification of an import',
    revert: 'Revert of an import',
    export: `Export to ${directory}`,
  }
  return dryRun ? `Dry run: ${titles[operation]}` : titles[operation]
}

/** Seconds between the request for a job and its end. */
export function measureSeconds({ createdAt, finishedAt }: ImportJobRow): number {
  return ((finishedAt?.getTime() ?? createdAt.getTime()) - createdAt.getTime()) / 1000
}

/** Describes in a sentence how a job ended, followed by its id. */
export function describeOutcome(job: ImportJobRow): string {
  return `${describeEnd(job)} Job ${job.id}.`
}

function describeEnd(job: ImportJobRow): string {
  const seconds = `${measureSeconds(job).toFixed(1)} s`
  switch (job.phase) {
    case 'completed':
      return job.dryRun
        ? `Dry run completed in ${seconds}: nothing was ${job.operation === 'revert' ? 'changed' : 'written'}.`
        : `${describeSuccess(job)} in ${seconds}.`
    case 'cancelled':
      return cancelledSentences[job.operation]
    default:
      return `${job.errorCode ?? 'FAILED'}: ${job.errorMessage ?? ''}`
  }
}

function describeSuccess({ operation, verify, directory }: ImportJobRow): string {
  switch (operation) {
    case 'verify':
      return 'Compared with its source'
    case 'revert':
      return 'Reverted'
    case 'export':
      return `Written to ${directory}`
    default:
      return verify ? 'Published and verified' : 'Published without verification'
  }
}

const cancelledSentences: Readonly<Record<Operation, string>> = {
  import: 'Cancelled: nothing was published.',
  retry: 'Cancelled: nothing was published.',
  verify: 'Cancelled.',
  revert: 'Cancelled: nothing was changed.',
  export: 'Cancelled: no files were written.',
}
