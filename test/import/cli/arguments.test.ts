import { describe, expect, test } from 'vitest'
import {
  importUsage,
  parseExportCommand,
  parseImportCommand,
  parseJobCommand,
} from '../../../src/import/cli/arguments.ts'

const jobId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

describe('an import', () => {
  const defaults = {
    directory: 'data',
    layout: 'auto',
    dryRun: false,
    onConflict: 'skip',
    includeBackups: true,
    onDamage: 'salvage',
    verify: true,
    orphans: 'quarantine',
    onEmailTaken: 'reject',
  }

  test.each([
    [['data'], {}],
    [['data', '--layout', 'era2'], { layout: 'era2' }],
    [['--dry-run', 'data'], { dryRun: true }],
    [['data', '--on-conflict=update-if-newer'], { onConflict: 'update_if_newer' }],
    [['data', '--on-damage', 'fail'], { onDamage: 'fail' }],
    [['data', '--no-verify'], { verify: false }],
    [['data', '--no-backups'], { includeBackups: false }],
    [['data', '--orphans', 'placeholder-owner'], { orphans: 'placeholder_owner' }],
    [['data', '--on-email-taken', 'rename'], { onEmailTaken: 'rename' }],
  ])('%j is parsed', (words, change) => {
    expect(parseImportCommand(words)).toEqual({
      input: { ...defaults, ...change },
      allowsRejects: false,
      reportPath: null,
    })
  })

  test('--report names the file to write', () => {
    expect(parseImportCommand(['data', '--report', 'r.md'])).toMatchObject({ reportPath: 'r.md' })
  })

  test('--allow-rejects allows rejects', () => {
    expect(parseImportCommand(['data', '--allow-rejects'])).toMatchObject({ allowsRejects: true })
  })

  test.each([
    [[], 'Specify one directory or archive.'],
    [['one', 'two'], 'Specify one directory or archive.'],
    [['data', '--layout', 'era3'], '--layout must be one of: auto, era1, era2.'],
    [['data', '--on-damage=ignore'], '--on-damage must be one of: salvage, fail.'],
    [['data', '--orphans', 'toString'], '--orphans must be one of: quarantine, placeholder-owner.'],
    [['data', '--on-email-taken', 'take'], '--on-email-taken must be one of: reject, rename.'],
    [['data', '--force'], expect.stringContaining("Unknown option '--force'")],
  ])('%j is refused', (words, message) => {
    expect(parseImportCommand(words)).toEqual(message)
  })
})

describe('an operation on an earlier import', () => {
  const defaults = {
    jobId,
    isDryRun: false,
    orphans: 'quarantine',
    onEmailTaken: 'reject',
    allowsRejects: false,
    reportPath: null,
  }

  test.each([
    [['--verify', jobId], { ...defaults, operation: 'verify' }],
    [[`--revert=${jobId.toUpperCase()}`, '--dry-run'], { ...defaults, operation: 'revert', isDryRun: true }],
    [
      ['--orphans', 'placeholder-owner', '--retry-rejects', jobId, '--allow-rejects', '--report', 'r.md'],
      {
        ...{ ...defaults, operation: 'retry', orphans: 'placeholder_owner' },
        ...{ allowsRejects: true, reportPath: 'r.md' },
      },
    ],
    [
      ['--retry-rejects', jobId, '--on-email-taken', 'rename'],
      { ...defaults, operation: 'retry', onEmailTaken: 'rename' },
    ],
    [['--export-rejects', jobId], { ...defaults, operation: 'export-rejects' }],
  ])('%j is parsed', (words, command) => {
    expect(parseJobCommand(words)).toEqual(command)
  })

  test.each([
    [['--verify', 'yesterday'], /^Argument "verify" must be a UUID/],
    [['--revert'], /argument missing/],
    [['--verify', jobId, '--dry-run'], /^Unknown option '--dry-run'/],
    [['--verify', jobId, '--revert', jobId], /^Unknown option '--revert'/],
    [['--export-rejects', jobId, 'data'], /^Unexpected argument 'data'/],
    [['--retry-rejects', jobId, '--orphans', 'adopt'], /^--orphans must be one of/],
  ])('%j is refused', (words, message) => {
    expect(parseJobCommand(words)).toMatch(message)
  })

  test('is null for the arguments of an import', () => {
    expect(parseJobCommand(['data', '--dry-run'])).toBeNull()
    expect(parseJobCommand(['--verify-all', jobId])).toBeNull()
    expect(parseImportCommand(['--verify-all'])).toMatch(/^Unknown option/)
  })

  test.each(['--verify', '--revert', '--retry-rejects', '--export-rejects'])(
    '%s is in the usage',
    (option) => {
      expect(importUsage).toContain(`  ${option} JOB`)
    },
  )
})

describe('an export', () => {
  test.each([
    [['data'], { directory: 'data', layout: 'era2' }],
    [['--layout', 'era1', 'data'], { directory: 'data', layout: 'era1' }],
    [[], 'Specify one directory.'],
    [['one', 'two'], 'Specify one directory.'],
    [['data', '--overwrite'], expect.stringMatching(/^Unknown option '--overwrite'/)],
  ])('%j is parsed or refused', (words, command) => {
    expect(parseExportCommand(words)).toEqual(command)
  })
})
