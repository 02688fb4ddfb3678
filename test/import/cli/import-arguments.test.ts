import { expect, test } from 'vitest'
import { parseImportCommand } from '../../../src/import/cli/arguments.ts'

const defaults = {
  directory: 'data',
  layout: 'auto',
  dryRun: false,
  onConflict: 'skip',
  includeBackups: true,
  onDamage: 'salvage',
  verify: true,
  orphans: 'quarantine',
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
])('%j is understood', (words, change) => {
  expect(parseImportCommand(words)).toEqual({
    input: { ...defaults, ...change },
    allowsRejects: false,
    reportPath: null,
  })
})

test('a report is written where asked', () => {
  expect(parseImportCommand(['data', '--report', 'r.md'])).toMatchObject({ reportPath: 'r.md' })
})

test('rejects are allowed only when asked', () => {
  expect(parseImportCommand(['data', '--allow-rejects'])).toMatchObject({ allowsRejects: true })
})

test.each([
  [[], 'Name one directory or archive.'],
  [['one', 'two'], 'Name one directory or archive.'],
  [['data', '--layout', 'era3'], '--layout must be one of: auto, era1, era2.'],
  [['data', '--on-damage=ignore'], '--on-damage must be one of: salvage, fail.'],
  [['data', '--orphans', 'toString'], '--orphans must be one of: quarantine, placeholder-owner.'],
  [['data', '--force'], expect.stringContaining("Unknown option '--force'")],
])('%j is refused', (words, message) => {
  expect(parseImportCommand(words)).toEqual(message)
})
