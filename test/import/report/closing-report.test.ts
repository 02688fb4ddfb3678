import { expect, test } from 'vitest'
import type { ImportJobRow } from '../../../src/import/job.store.ts'
import { formatClosingReport } from '../../../src/import/report/closing-report.ts'
import { endedJob } from '../../support/imports.ts'

function reportOf(values: Partial<ImportJobRow>, users: Record<string, number> = {}): string {
  return formatClosingReport({ ...endedJob, ...values, counts: { users } }, [])
}

test('an import shows all counts, including zeros, because they add up', () => {
  expect(reportOf({}, { read: 2, inserted: 2, verified: 2 })).toMatch(
    /^ +read +inserted +updated +unchanged +copies +older +refused +rejected +warnings +verified\nusers +2 +2 +0 +0 +0 +0 +0 +0 +0 +2\n/,
  )
})

test.each<[ImportJobRow['operation'], Record<string, number>, RegExp, string]>([
  [
    'verify',
    { read: 3, verified: 2, rejected: 1 },
    /^ +read +rejected +verified\nusers +3 +1 +2\n/,
    'Compared',
  ],
  ['revert', { removed: 2, restored: 1 }, /^ +removed +restored\nusers +2 +1\n/, 'Reverted'],
  ['export', { exported: 4 }, /^ +exported\nusers +4\n/, 'Written to data'],
])('a job with the operation %s shows the counts that are not 0', (operation, users, table, outcome) => {
  const report = reportOf({ operation }, users)
  expect(report).toMatch(table)
  expect(report).toContain(`\n\n${outcome}`)
  expect(report).toMatch(/ in 2\.5 s\. Job /)
})

test('an import that was not verified says so', () => {
  expect(reportOf({ hasVerification: false }, { read: 1, inserted: 1 })).toContain(
    '\n\nPublished without verification in 2.5 s. ',
  )
})

test.each<[ImportJobRow['operation'], Record<string, number>, RegExp]>([
  ['import', { read: 1, unchanged: 1 }, /\n\nNothing was published: no record had to be written\. /],
  ['retry', { read: 1, rejected: 1 }, /\n\nNothing was published: no record had to be written\. /],
  ['verify', {}, /^Nothing was compared: no row belongs to the import any more\. /],
  ['revert', {}, /^Nothing was reverted: no row belongs to the import any more\. /],
  ['revert', { read: 1, rejected: 1 }, /Nothing was reverted: every record has changed since the import\. /],
  ['switch_over', {}, /^Nothing to switch over: no imported analysis is running\. /],
])('a job with the operation %s that did nothing says so: %j', (operation, users, outcome) => {
  expect(reportOf({ operation }, users)).toMatch(outcome)
})

test.each<[Partial<ImportJobRow>, string]>([
  [{ isDryRun: true }, 'Dry run completed in 2.5 s: nothing was written.'],
  [{ isDryRun: true, operation: 'revert' }, 'Dry run completed in 2.5 s: nothing was changed.'],
  [{ phase: 'cancelled', operation: 'revert' }, 'Cancelled: nothing was changed.'],
  [{ phase: 'failed', errorCode: 'DISK_FULL', errorMessage: 'Make room.' }, 'DISK_FULL: Make room.'],
])('%j ends with: %s', (values, outcome) => {
  expect(reportOf(values).endsWith(`${outcome} Job ${endedJob.id}.`)).toBe(true)
})
