import type { ImportReport, KindCounts } from './report.ts'

const barCells = 20
const bytesPerMegabyte = 1_000_000

/** How far an import is, in one line for a person at a terminal. */
export function formatProgress(report: ImportReport): string {
  const records = sumOf(report, 'read')
  switch (report.phase) {
    case 'queued':
      return 'looking for files'
    case 'reading':
      return [formatBar(report), formatRate(report), `${formatCount(records)} records`, formatRejects(report)]
        .filter((part) => part !== '')
        .join('  ')
    case 'publishing':
      return `publishing ${formatCount(sumOf(report, 'inserted') + sumOf(report, 'updated'))} records`
    case 'verifying': {
      const toVerify = sumOf(report, 'inserted') + sumOf(report, 'updated')
      return `verifying  ${formatCount(sumOf(report, 'verified'))} of ${formatCount(toVerify)} records`
    }
    default:
      return report.phase
  }
}

/** 12,345 whatever the machine's language. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

function sumOf({ counts }: ImportReport, name: keyof KindCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count[name], 0)
}

function formatBar({ bytesRead, bytesTotal }: ImportReport): string {
  const share = bytesTotal === 0 ? 1 : Math.min(1, bytesRead / bytesTotal)
  const filled = Math.floor(share * barCells)
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled)
  const percent = `${Math.floor(share * 100)}%`.padStart(4)
  return `reading    ${bar}${percent}  ${toMegabytes(bytesRead)} of ${toMegabytes(bytesTotal)} MB`
}

function formatRate({ bytesRead, startedAt }: ImportReport): string {
  const seconds = startedAt === null ? 0 : (Date.now() - startedAt.getTime()) / 1000
  return seconds < 1 ? '' : `${toMegabytes(bytesRead / seconds)} MB/s`
}

function formatRejects(report: ImportReport): string {
  const rejected = sumOf(report, 'rejected')
  return rejected === 0 ? '' : `${formatCount(rejected)} rejected`
}

function toMegabytes(bytes: number): string {
  return (bytes / bytesPerMegabyte).toFixed(1)
}
