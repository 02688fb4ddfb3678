import type { ImportCounts } from '../../generated/graphql.ts'
import { listCounts, listDocumentCounts } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import { formatCount } from './format.ts'

type Operation = ImportJobRow['operation']
type CountName = Exclude<keyof ImportCounts, 'kind' | '__typename'>

const outcomeColumns = ['read', 'inserted', 'updated', 'unchanged'] as const
const keptColumns = ['copies', 'olderCopies', 'refused', 'rejected'] as const
const importColumns: readonly CountName[] = [...outcomeColumns, ...keptColumns, 'warnings', 'verified']
const allColumns: readonly CountName[] = [...importColumns, 'removed', 'restored', 'exported']

/** Headings of columns, where they differ from the names of the counts. */
const columnHeadings: Partial<Readonly<Record<CountName, string>>> = { olderCopies: 'older' }

export function formatHeading(name: CountName): string {
  return columnHeadings[name] ?? name
}

/** Counts that are shown even if all are 0. */
const fixedColumns: Readonly<Record<Operation, readonly CountName[]>> = {
  import: importColumns,
  retry: importColumns,
  verify: [],
  revert: [],
  export: ['exported'],
  switch_over: [],
  take_over: importColumns,
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
  switch_over: 'Not ended',
  take_over: 'Not taken over',
}

/** Headings of the paths that a job lists. */
export const skippedHeadings: Readonly<Record<Operation, string>> = {
  import: 'Not read',
  retry: 'Not read',
  verify: 'Documents that differ',
  revert: 'Not reverted',
  export: 'Not written',
  switch_over: 'Not read',
  take_over: 'Not read',
}

/** The row of the files that hold no records, after the total of the records; none without such files. */
export function listDocumentRows(
  { counts }: Pick<ImportJobRow, 'counts'>,
  columns: readonly CountName[],
): string[][] {
  const { found, ...documents } = listDocumentCounts(counts)
  const none = { updated: 0, skipped: 0, copies: 0, olderCopies: 0, refused: 0, warnings: 0, restored: 0 }
  const row: Readonly<Record<CountName, number>> = { ...none, ...documents, read: found }
  return found === 0 && documents.rejected === 0
    ? []
    : [['documents', ...columns.map((name) => formatCount(row[name]))]]
}

/** Heading of a job's warnings. */
export function describeWarnings({ operation }: Pick<ImportJobRow, 'operation'>): string {
  return operation === 'export'
    ? 'Before you start the legacy application'
    : 'Warnings (the original values and refused records are kept)'
}

/** Heading of the users who got a substitute e-mail. */
export function describeRenamedUsers({ isDryRun }: Pick<ImportJobRow, 'isDryRun'>): string {
  return isDryRun ? 'Would get a substitute e-mail' : 'Got a substitute e-mail'
}

/** Title of a job's report. */
export function describeJob({ operation, directory, source, isDryRun }: ImportJobRow): string {
  const titles = {
    import: `Import of ${source === 'upload' ? 'uploaded files' : directory}`,
    retry: 'Retry of rejects',
    verify: 'Verification of an import',
    revert: 'Revert of an import',
    export: `Export to ${directory}`,
    switch_over: 'Switch-over',
    take_over: 'Import of refused records',
  }
  return isDryRun ? `Dry run: ${titles[operation]}` : titles[operation]
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
      return job.isDryRun
        ? `Dry run completed in ${seconds}: nothing was ${job.operation === 'revert' ? 'changed' : 'written'}.`
        : `${describeSuccess(job)} in ${seconds}.`
    case 'cancelled':
      return cancelledSentences[job.operation]
    default:
      return `${job.errorCode ?? 'FAILED'}: ${job.errorMessage ?? ''}`
  }
}

function describeSuccess({ operation, hasVerification, directory, counts }: ImportJobRow): string {
  const { found, inserted, removed, rejected } = listDocumentCounts(counts)
  const all = [...listCounts(counts), { read: found, inserted, removed, rejected, updated: 0, restored: 0 }]
  const sum = (...names: (keyof (typeof all)[number])[]) =>
    all.reduce((total, count) => names.reduce((sum, name) => sum + count[name], total), 0)
  switch (operation) {
    case 'verify':
      return sum('read', 'rejected') > 0
        ? 'Compared with its source'
        : 'Nothing was compared: no row belongs to the import any more. Finished'
    case 'revert':
      if (sum('removed', 'restored') > 0) return 'Reverted'
      return sum('read') > 0
        ? 'Nothing was reverted: every record has changed since the import. Finished'
        : 'Nothing was reverted: no row belongs to the import any more. Finished'
    case 'export':
      return `Written to ${directory}`
    case 'switch_over':
      return describeSwitchOver(sum('updated'))
    default:
      if (sum('inserted', 'updated') === 0)
        return 'Nothing was published: no record had to be written. Finished'
      return hasVerification ? 'Published and verified' : 'Published without verification'
  }
}

function describeSwitchOver(failed: number): string {
  if (failed === 0) return 'Nothing to switch over: no imported analysis is running. Finished'
  const analyses = failed === 1 ? '1 analysis' : `${formatCount(failed)} analyses`
  return `${analyses} that the legacy application left running ${failed === 1 ? 'was' : 'were'} marked as failed. Switched over`
}

const cancelledSentences: Readonly<Record<Operation, string>> = {
  import: 'Cancelled: nothing was published.',
  retry: 'Cancelled: nothing was published.',
  verify: 'Cancelled.',
  revert: 'Cancelled: nothing was changed.',
  export: 'Cancelled: no files were written.',
  switch_over: 'Cancelled: nothing was changed.',
  take_over: 'Cancelled: nothing was published.',
}
