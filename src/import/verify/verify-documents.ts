import type { Database } from '../../database/connection.ts'
import { listCheckedDocuments } from '../document.store.ts'
import { listDocumentCounts } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import type { ImportRun } from '../job-run.ts'
import { addSkippedPaths, type SkippedPath } from '../skipped-paths.ts'

const pageSize = 100

/**
 * Compares the job's documents with their hashes, and their number with the job's own count, which is 0 for a reverted
 * job. The report names those that differ.
 */
export async function verifyDocuments(
  { report, signal }: Pick<ImportRun, 'report' | 'signal'>,
  trx: Database,
  job: ImportJobRow,
): Promise<void> {
  const counts = report.documents
  let afterId: string | null = null
  for (;;) {
    signal.throwIfAborted()
    const documents = await listCheckedDocuments(trx, job.id, { afterId, limit: pageSize })
    const last = documents.at(-1)
    if (last === undefined) break
    const differing = documents.filter(({ isIntact }) => !isIntact)
    counts.found += documents.length
    counts.verified += documents.length - differing.length
    counts.rejected += differing.length
    name(
      report,
      differing.map(({ path }) => ({ path, reason: 'The stored document differs from its hash.' })),
    )
    afterId = last.id
  }
  const expected = job.revertedAt === null ? listDocumentCounts(job.counts).inserted : 0
  const missing = expected - counts.found
  if (missing === 0) return
  counts.rejected += Math.abs(missing)
  const problem = missing > 0 ? 'of the import that are missing' : 'that the import did not save'
  name(report, [{ path: '', reason: `Documents ${problem}: ${Math.abs(missing)}.` }])
}

function name(report: ImportRun['report'], paths: readonly SkippedPath[]): void {
  report.skippedPaths = addSkippedPaths(report.skippedPaths, paths)
}
