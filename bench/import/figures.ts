import { median } from '../statistics.ts'
import type { FilledTable, InsertFigures } from './load-rows.ts'
import type { LatencyFigures } from './measure-latency.ts'
import type { ImportFigures } from './timed-import.ts'

/** Imports with and without verification, and a COPY of the same rows. */
export interface Round {
  readonly verified: ImportFigures
  readonly unverified: ImportFigures
  readonly copySeconds: Readonly<Record<FilledTable, number>>
  /** CPU time of PostgreSQL for the COPY of all tables. */
  readonly copyCpuSeconds: number
}

/** All measurements of a run; parts that were not measured are undefined. */
export interface ImportBenchFigures {
  readonly scale: number
  readonly machine: {
    readonly cores: number
    readonly memoryGb: number
    readonly postgres: string
    readonly node: string
  }
  /** An import of a tenth of the records. */
  readonly tenth: ImportFigures | undefined
  readonly rounds: readonly Round[]
  readonly inserts: InsertFigures | undefined
  /** A verified import of uploaded files, from the first byte sent. */
  readonly upload: ImportFigures | undefined
  readonly latency: LatencyFigures | undefined
}

/** The seconds of all tables, or of all except one. */
function copySecondsOf(round: Round, without?: FilledTable): number {
  return Object.entries(round.copySeconds)
    .filter(([table]) => table !== without)
    .reduce((sum, [, seconds]) => sum + seconds, 0)
}

/** A line of the table. `isMet` is undefined for figures without a target. */
interface Line {
  readonly name: string
  readonly value: string
  readonly target?: string
  readonly isMet?: boolean
}

const targets = { verified: 1.8, unverified: 1.4, inserts: 5, residentMb: 300, growth: 1.1, p99: 3 } as const
const nameWidth = 58
const valueWidth = 16
const targetWidth = 10

/** All figures and their targets. */
export function formatImportFigures(figures: ImportBenchFigures): string {
  const { machine, scale } = figures
  const lines = [
    ...figures.rounds.slice(0, 1).flatMap(describeRound),
    ...figures.rounds.slice(1).flatMap(describeLaterRound),
    ...describeRatios(figures),
    ...describeInserts(figures),
    ...describeMemory(figures),
    ...describeUpload(figures),
    ...describeLatency(figures),
  ]
  const head = `Scale ${scale}, ${machine.cores} cores, ${machine.memoryGb} GB, PostgreSQL ${machine.postgres}, Node ${machine.node}`
  return [head, '', ...lines.map(formatLine)].join('\n')
}

function formatLine({ name, value, target = '', isMet }: Line): string {
  const verdict = isMet === undefined ? '' : isMet ? 'met' : 'MISSED'
  return `${name.padEnd(nameWidth)}${value.padStart(valueWidth)}  ${target.padEnd(targetWidth)}${verdict}`.trimEnd()
}

function describeRound(round: Round): Line[] {
  const { verified, unverified } = round
  return [
    ...describeImport('import, verified', verified),
    ...describeImport('import, not verified', unverified),
    { name: 'COPY of the ten tables', value: inSeconds(copySecondsOf(round, 'legacy_records')) },
    { name: 'COPY of the ten tables and legacy_records', value: inSeconds(copySecondsOf(round)) },
    { name: '  CPU time of PostgreSQL', value: inSeconds(round.copyCpuSeconds) },
  ]
}

function describeLaterRound(round: Round, index: number): Line[] {
  const { verified, unverified } = round
  const times = [verified.seconds, unverified.seconds, copySecondsOf(round)]
  const shown = times.map((seconds) => seconds.toFixed(1)).join(' ')
  return [{ name: `round ${index + 2}: verified, not verified, COPY`, value: `${shown} s` }]
}

function describeImport(name: string, figures: ImportFigures): Line[] {
  const { seconds, bytes, records, phases } = figures
  return [
    { name, value: inSeconds(seconds) },
    { name: '  records per second', value: String(Math.round(records / seconds)) },
    { name: '  megabytes per second', value: (bytes / 1e6 / seconds).toFixed(1) },
    { name: '  CPU time of the server', value: inSeconds(figures.serverCpuSeconds) },
    { name: '  CPU time of PostgreSQL', value: inSeconds(figures.postgresCpuSeconds) },
    { name: '  CPU time of everything else', value: inSeconds(figures.othersCpuSeconds) },
    ...Object.entries(phases).map(([phase, spent]) => ({
      name: `  ${phase.toLowerCase()}, peak resident memory`,
      value: `${inSeconds(spent.seconds)} ${inMegabytes(spent.residentPeak)}`,
    })),
  ]
}

function describeRatios({ rounds }: ImportBenchFigures): Line[] {
  const ratio = (choose: (round: Round) => number, without?: 'legacy_records') =>
    median(rounds.map((round) => choose(round) / copySecondsOf(round, without)))
  const verified = (round: Round) => round.verified.seconds
  const unverified = (round: Round) => round.unverified.seconds
  const tenOnly = 'legacy_records'
  return [
    atMost('import, verified / COPY of the same rows', ratio(verified), targets.verified),
    atMost('import, not verified / COPY of the same rows', ratio(unverified), targets.unverified),
    plain('import, verified / COPY of the ten tables', ratio(verified, tenOnly)),
    plain('import, not verified / COPY of the ten tables', ratio(unverified, tenOnly)),
  ].flat()
}

function describeInserts({ inserts, rounds }: ImportBenchFigures): Line[] {
  const seconds = median(rounds.map(({ verified }) => verified.seconds))
  if (inserts === undefined || seconds === undefined) return []
  const { rows, extrapolatedSeconds, sampledRows } = inserts
  const ratio = extrapolatedSeconds / seconds
  return [
    {
      name: `one INSERT per row, from a sample of ${sampledRows} rows`,
      value: inSeconds(extrapolatedSeconds),
    },
    { name: '  rows per second', value: String(Math.round(rows / extrapolatedSeconds)) },
    { name: '  rows per second, import, verified', value: String(Math.round(rows / seconds)) },
    {
      name: 'rows per second, import, verified / one INSERT per row',
      value: ratio.toFixed(2),
      target: `>= ${targets.inserts}`,
      isMet: ratio >= targets.inserts,
    },
  ]
}

function describeMemory({ tenth, rounds }: ImportBenchFigures): Line[] {
  const imports = rounds.flatMap(({ verified, unverified }) => [verified, unverified])
  const peak = imports.length === 0 ? undefined : Math.max(...imports.map(({ residentPeak }) => residentPeak))
  const full = median(rounds.map(({ verified }) => verified.residentPeak))
  const growth = tenth === undefined || full === undefined ? undefined : full / tenth.residentPeak
  return [
    ...peakBelow('peak resident memory of the server', peak),
    ...(tenth === undefined
      ? []
      : [{ name: '  with a tenth of the records', value: inMegabytes(tenth.residentPeak) }]),
    ...atMost('  all records / a tenth', growth, targets.growth),
  ]
}

function describeUpload({ upload }: ImportBenchFigures): Line[] {
  if (upload === undefined) return []
  return [
    ...describeImport('import of uploaded files, verified', upload),
    ...peakBelow('peak resident memory of the server, uploaded files', upload.residentPeak),
  ]
}

function describeLatency({ latency }: ImportBenchFigures): Line[] {
  if (latency === undefined) return []
  const { idle, during } = latency
  return [
    {
      name: `dashboard p50, p99 without an import (${idle.requests})`,
      value: `${inMs(idle.p50)} ${inMs(idle.p99)}`,
    },
    {
      name: `dashboard p50, p99 during an import (${during.requests})`,
      value: `${inMs(during.p50)} ${inMs(during.p99)}`,
    },
    ...atMost('p99 during / without', during.p99 / idle.p99, targets.p99),
  ]
}

function atMost(name: string, ratio: number | undefined, most: number): Line[] {
  if (ratio === undefined) return []
  return [{ name, value: ratio.toFixed(2), target: `<= ${most}`, isMet: ratio <= most }]
}

function peakBelow(name: string, peak: number | undefined): Line[] {
  if (peak === undefined) return []
  const target = `< ${targets.residentMb} MB`
  return [{ name, value: inMegabytes(peak), target, isMet: peak < targets.residentMb }]
}

function plain(name: string, ratio: number | undefined): Line[] {
  return ratio === undefined ? [] : [{ name, value: ratio.toFixed(2) }]
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`
}

function inMegabytes(megabytes: number): string {
  return `${Math.round(megabytes)} MB`
}

function inMs(ms: number): string {
  return `${ms.toFixed(1)} ms`
}
