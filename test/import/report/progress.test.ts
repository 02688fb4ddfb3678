import { expect, test } from 'vitest'
import { createReport, type ImportReport, type KindCounts } from '../../../src/import/counts.ts'
import { createProgressLine } from '../../../src/import/report/progress.ts'

function reportOf(values: Partial<ImportReport>, users: Partial<KindCounts> = {}): ImportReport {
  const report = { ...createReport(), bytesTotal: 100_000_000, ...values }
  Object.assign(report.counts.users, users)
  return report
}

const begun = reportOf({ phase: 'reading' })

test('a queued import is looking for files', () => {
  expect(createProgressLine(false)(createReport(), 0)).toBe('looking for files')
})

test('one bar shows reading and publishing, with rates and the remaining time', () => {
  const line = createProgressLine(false)
  expect(line(begun, 0)).toBe('reading    ░░░░░░░░░░░░░░░░░░░░   0%')
  const half = { phase: 'reading', bytesRead: 50_000_000, recordsPublished: 19_000 } as const
  expect(line(reportOf(half, { read: 40_000, unchanged: 500, rejected: 500 }), 5_000)).toBe(
    'reading    ███████░░░░░░░░░░░░░  37%  10.0 MB/s  8,000 records/s  9 s left  500 rejected',
  )
})

test('after reading, the bar continues with publishing', () => {
  const line = createProgressLine(false)
  line(begun, 0)
  const read = { phase: 'publishing', bytesRead: 100_000_000, recordsPublished: 20_000 } as const
  expect(line(reportOf(read, { read: 40_000 }), 180_000)).toBe(
    'publishing ███████████████░░░░░  75%  1 min 0 s left',
  )
})

test('a dry run is complete when everything is read', () => {
  const line = createProgressLine(true)
  const read = { phase: 'reading', bytesRead: 50_000_000 } as const
  expect(line(reportOf(read, { read: 40_000 }), 0)).toBe('reading    ██████████░░░░░░░░░░  50%')
})

test('the rates of a resumed import do not include what was done before', () => {
  const line = createProgressLine(true)
  line(reportOf({ phase: 'reading', bytesRead: 50_000_000 }, { read: 40_000 }), 0)
  const later = reportOf({ phase: 'reading', bytesRead: 75_000_000 }, { read: 60_000 })
  expect(line(later, 10_000)).toBe(
    'reading    ███████████████░░░░░  75%  2.5 MB/s  2,000 records/s  10 s left',
  )
})
