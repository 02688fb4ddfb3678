import type { ImportJobRow } from '../import-job.store.ts'
import type { Dependents } from './dependent.store.ts'

/** Why a job can't be reverted, in a sentence; null when it can. */
export function explainIrreversible(job: ImportJobRow): string | null {
  if (job.operation !== 'import' && job.operation !== 'retry') {
    return 'The job imported nothing: name an import, or a retry of its rejects.'
  }
  if (job.dryRun) return 'The import was a dry run: there is nothing to take back.'
  if (job.revertedAt !== null) return `The import was reverted at ${job.revertedAt.toISOString()}.`
  if (job.finishedAt === null) return 'The import has not ended. Wait for it, or cancel it.'
  if (job.phase !== 'completed') return 'The import published nothing: there is nothing to take back.'
  return null
}

/** What stays because of what, in a sentence. */
export function describeDependents(dependents: readonly Pick<Dependents, 'table' | 'count'>[]): string {
  const list = dependents.map(({ table, count }) => `${count} of ${table}`)
  return `Rows that stay need it: ${list.join(', ')}. They were made or changed since.`
}
