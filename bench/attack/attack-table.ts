import { OperatorError } from '../../src/errors.ts'
import { formatTable } from '../api/api-table.ts'
import type { AttackFigures, AttackReport } from './run-attacks.ts'

const maxP99Ms = 500
const maxPeakMb = 600

const headings = ['attack', 'by', 'answers', 'honest p50 ms', 'p99 ms', 'max ms', 'failed', 'peak MB', 'met']

/** All figures as Markdown. */
export function formatAttacks({ cores, seconds, rows }: AttackReport): string {
  const head = `Each attack ${seconds} s, ${cores} cores. Targets: the honest client's p99 under ${maxP99Ms} ms, the server's memory under ${maxPeakMb} MB.`
  const legend = rows.map(({ attack, description }) => `- ${attack}: ${description}`)
  return [head, formatTable([headings, ...rows.map(formatRow)]), [...new Set(legend)].join('\n')].join('\n\n')
}

/** @throws OperatorError that names the attacks under which a target was missed. */
export function requireTargets({ rows }: AttackReport): void {
  const missed = rows
    .filter((row) => !isMet(row))
    .map(({ attack, sender }) => (sender === undefined ? attack : `${attack} as ${sender}`))
  if (missed.length > 0) throw new OperatorError(`Targets missed: ${missed.join(', ')}.`)
}

function formatRow(row: AttackFigures): string[] {
  const { attack, sender, outcomes, honest, peakMb } = row
  return [
    attack,
    sender ?? '',
    formatCounts(outcomes),
    honest.p50.toFixed(0),
    honest.p99.toFixed(0),
    honest.max.toFixed(0),
    formatCounts(honest.failures),
    peakMb.toFixed(0),
    isMet(row) ? 'yes' : 'NO',
  ]
}

function isMet({ honest, peakMb }: AttackFigures): boolean {
  return honest.p99 < maxP99Ms && peakMb < maxPeakMb && Object.keys(honest.failures).length === 0
}

function formatCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
