import type { ImportCounts } from '../../generated/graphql.ts'
import { listCounts } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'

type Operation = ImportJobRow['operation']
export type CountName = Exclude<keyof ImportCounts, 'kind' | '__typename'>

const outcomeColumns = ['read', 'inserted', 'updated', 'unchanged', 'skipped', 'rejected'] as const
const importColumns: readonly CountName[] = [...outcomeColumns, 'warnings', 'verified']
const allColumns: readonly CountName[] = [...importColumns, 'removed', 'restored', 'exported']

/** The counts that are shown even when all are 0. */
const fixedColumns: Readonly<Record<Operation, readonly CountName[]>> = {
  import: importColumns,
  retry: importColumns,
  verify: [],
  revert: [],
  export: ['exported'],
}

/** The counts that say something of the job: all fates of an import, which add up; of any other job those that are not 0. */
export function listColumns({ operation, counts }: Pick<ImportJobRow, 'operation' | 'counts'>): CountName[] {
  const list = listCounts(counts)
  return allColumns.filter(
    (name) => fixedColumns[operation].includes(name) || list.some((count) => count[name] > 0),
  )
}

/** What the rejects of a job are. */
export const rejectHeadings: Readonly<Record<Operation, string>> = {
  import: 'Rejected',
  retry: 'Rejected again',
  verify: 'Different from their source',
  revert: 'Left as they are',
  export: 'Not exported',
}

/** What the warnings of a job say. */
export function describeWarnings({ operation }: Pick<ImportJobRow, 'operation'>): string {
  return operation === 'export'
    ? 'To know before the old application runs'
    : 'Changed to fit, the originals are kept'
}

/** What a job is, for a heading. */
export function describeJob({ operation, directory, source, dryRun }: ImportJobRow): string {
  const words = {
    import: `Import of ${source === 'upload' ? 'uploaded files' : directory}`,
    retry: 'Retry of rejects',
    verify: 'Verification of an import',
    revert: 'Reversion of an import',
    export: `Export to ${directory}`,
  }
  return dryRun ? `Dry run: ${words[operation]}` : words[operation]
}

/** Seconds from when the job was asked for until it ended. */
export function measureSeconds({ createdAt, finishedAt }: ImportJobRow): number {
  return ((finishedAt?.getTime() ?? createdAt.getTime()) - createdAt.getTime()) / 1000
}

/** How a job ended, in a sentence with its id. */
export function describeOutcome(job: ImportJobRow): string {
  return `${describeEnd(job)} Job ${job.id}.`
}

function describeEnd(job: ImportJobRow): string {
  const seconds = `${measureSeconds(job).toFixed(1)} s`
  switch (job.phase) {
    case 'completed':
      return job.dryRun
        ? `A dry run of ${seconds}: nothing was ${job.operation === 'revert' ? 'changed' : 'written'}.`
        : `${describeSuccess(job)} in ${seconds}.`
    case 'cancelled':
      return cancelledSentences[job.operation]
    default:
      return `${job.errorCode ?? 'FAILED'}: ${job.errorMessage ?? ''}`
  }
}

const cancelledSentences: Readonly<Record<Operation, string>> = {
  import: 'Cancelled: nothing was published.',
  retry: 'Cancelled: nothing was published.',
  verify: 'Cancelled.',
  revert: 'Cancelled: nothing was changed.',
  export: 'Cancelled: nothing is left.',
}

function describeSuccess({ operation, verify, directory }: ImportJobRow): string {
  switch (operation) {
    case 'verify':
      return 'Compared with its source'
    case 'revert':
      return 'Taken back'
    case 'export':
      return `Written to ${directory}`
    default:
      return verify ? 'Published and verified' : 'Published, not verified,'
  }
}
