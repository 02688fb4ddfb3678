import { formatCount, toMegabytes } from '../outcome/progress-line.ts'
import type { ImportReport } from '../report.ts'

/** How far an export is, in one line for a person at a terminal. */
export function formatExportProgress({
  counts,
  bytesRead,
}: Pick<ImportReport, 'counts' | 'bytesRead'>): string {
  const records = Object.values(counts).reduce((sum, { exported }) => sum + exported, 0)
  return `writing  ${formatCount(records)} records  ${toMegabytes(bytesRead)} MB`
}
