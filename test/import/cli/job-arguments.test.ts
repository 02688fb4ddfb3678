import { expect, test } from 'vitest'
import { importUsage, parseImportCommand, parseJobCommand } from '../../../src/import/cli/arguments.ts'

const jobId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const plain = {
  ...{ jobId, isDryRun: false, orphans: 'quarantine', allowsRejects: false, reportPath: null },
}

test.each([
  [['--verify', jobId], { ...plain, operation: 'verify' }],
  [[`--revert=${jobId.toUpperCase()}`, '--dry-run'], { ...plain, operation: 'revert', isDryRun: true }],
  [
    ['--orphans', 'placeholder-owner', '--retry-rejects', jobId, '--allow-rejects', '--report', 'r.md'],
    {
      ...{ operation: 'retry', jobId, isDryRun: false, orphans: 'placeholder_owner' },
      ...{ allowsRejects: true, reportPath: 'r.md' },
    },
  ],
  [['--export-rejects', jobId], { ...plain, operation: 'export-rejects' }],
])('%j names an import and what is to be done with it', (words, command) => {
  expect(parseJobCommand(words)).toEqual(command)
})

test.each([
  [['--verify', 'yesterday'], /^Argument "verify" must be a UUID/],
  [['--revert'], /argument missing/],
  [['--verify', jobId, '--dry-run'], /^Unknown option '--dry-run'/],
  [['--verify', jobId, '--revert', jobId], /^Unknown option '--revert'/],
  [['--export-rejects', jobId, 'data'], /^Unexpected argument 'data'/],
  [['--retry-rejects', jobId, '--orphans', 'adopt'], /^--orphans must be one of/],
])('%j is wrong', (words, message) => {
  expect(parseJobCommand(words)).toMatch(message)
})

test('words that name no job are those of an import', () => {
  expect(parseJobCommand(['data', '--dry-run'])).toBeNull()
  expect(parseJobCommand(['--verify-all', jobId])).toBeNull()
  expect(parseImportCommand(['--verify-all'])).toMatch(/^Unknown option/)
  for (const option of ['--verify', '--revert', '--retry-rejects', '--export-rejects']) {
    expect(importUsage).toContain(`  ${option} JOB`)
  }
})
