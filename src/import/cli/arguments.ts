import { parseArgs } from 'node:util'
import { requireUuid } from '../../database/validation.ts'
import type { ImportLegacyDataInput } from '../../generated/graphql.ts'
import type { Layout } from '../export/legacy-files.ts'

export const importUsage = `npm run import -- SOURCE [options]

Imports the legacy application's JSON files into the database. SOURCE is the legacy data/ directory, a directory that
contains it, or an archive of either: .tar, .tar.gz, .tgz, .tar.zst or .zip. The files in it may be compressed with gzip
(.gz) or Zstandard (.zst).

  --layout auto|era1|era2                  global files (era1), a folder for each user (era2), or detect (auto)
  --dry-run                                read, check and report, but write nothing
  --on-conflict skip|update-if-newer       what to do if a row already exists and differs (default: skip)
  --no-backups                             do not read .backup files to fill gaps in the live files
  --no-verify                              do not read back and compare records before they are published
  --on-damage salvage|fail                 import a damaged file up to the damage, or import nothing (default: salvage)
  --orphans quarantine|placeholder-owner   reject records whose owner is missing, or create an owner (default: quarantine)
  --on-email-taken reject|rename           reject users whose e-mail another account has, or import them with a substitute
                                           e-mail (default: reject)
  --report FILE                            write a Markdown report to FILE, even if the import fails
  --allow-rejects                          exit with code 0 even if records were rejected

Options for an earlier import, instead of SOURCE:

  --verify JOB                             compare the rows that import JOB wrote with its source
  --revert JOB [--dry-run]                 undo import JOB: delete what it inserted, restore what it replaced
  --retry-rejects JOB [--orphans ...] [--on-email-taken ...]
                                           import the rejects of import JOB again
  --take-over JOB                          import the records that import JOB refused because their rows were changed here:
                                           they replace the rows
  --export-rejects JOB                     print the rejects and refused records of import JOB with their original bytes,
                                           one JSON object per line (npm run -s import -- --export-rejects JOB > rejects.ndjson)

Option after the legacy application is shut down, instead of SOURCE:

  --switch-over                            mark imported analyses that it left running as failed

Relative paths are relative to the directory in which you run the command.

Exit codes: 0 everything was imported, 1 something was rejected or failed, 2 wrong usage.`

export const exportUsage = `npm run export -- DIRECTORY [options]

Writes the database as the legacy application's JSON files, from one consistent snapshot. DIRECTORY must be empty or must
not exist, and is relative to the directory in which you run the command. It appears only when the export is complete. If
an export is killed, it leaves a directory .NAME.partial-… beside DIRECTORY, which you can delete.

  --layout era1|era2   global files (era1), or a folder for each user beside users.json (era2, the default)

The database stores only digests of API keys, so the files contain digests: create new keys after switching back. Users
who have logged in here have a password hash that the legacy application can't verify: they must reset their password
there.

Exit codes: 0 everything was written, 1 it failed and nothing is left, 2 wrong usage.`

export interface ImportCommand {
  readonly input: ImportLegacyDataInput & { readonly directory: string }
  /** Exit with code 0 even if records were rejected. */
  readonly allowsRejects: boolean
  /** Where to write a report; null for none. */
  readonly reportPath: string | null
}

/** An operation on an import that has ended. */
export interface JobCommand {
  readonly operation: 'retry' | 'verify' | 'revert' | 'take-over' | 'export-rejects'
  /** The import. */
  readonly jobId: string
  readonly isDryRun: boolean
  readonly orphans: 'quarantine' | 'placeholder_owner'
  readonly onEmailTaken: 'reject' | 'rename'
  readonly allowsRejects: boolean
  readonly reportPath: string | null
}

/** Ends the analyses that the legacy application left running. */
export interface SwitchOverCommand {
  readonly operation: 'switch-over'
  readonly allowsRejects: boolean
  readonly reportPath: string | null
}

export interface ExportCommand {
  readonly directory: string
  readonly layout: Layout
}

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const

const layouts = { auto: 'auto', era1: 'era1', era2: 'era2' } as const
const exportLayouts = { era1: 'era1', era2: 'era2' } as const
const conflictPolicies = { skip: 'skip', 'update-if-newer': 'update_if_newer' } as const
const damagePolicies = { salvage: 'salvage', fail: 'fail' } as const
const emailPolicies = { reject: 'reject', rename: 'rename' } as const
const orphanPolicies = { quarantine: 'quarantine', 'placeholder-owner': 'placeholder_owner' } as const

/** Returns the import that the arguments describe, or a message about the invalid argument. */
export function parseImportCommand(words: readonly string[]): ImportCommand | string {
  return orMessage(() => {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        layout: { type: 'string', default: 'auto' },
        'dry-run': flag,
        'on-conflict': { type: 'string', default: 'skip' },
        'no-backups': flag,
        'no-verify': flag,
        'on-damage': { type: 'string', default: 'salvage' },
        orphans: { type: 'string', default: 'quarantine' },
        'on-email-taken': { type: 'string', default: 'reject' },
        report: text,
        'allow-rejects': flag,
      },
    })
    const [directory] = positionals
    if (directory === undefined || positionals.length > 1) return 'Specify one directory or archive.'
    return {
      allowsRejects: values['allow-rejects'],
      reportPath: values.report ?? null,
      input: {
        directory,
        layout: choose('--layout', values.layout, layouts),
        dryRun: values['dry-run'],
        onConflict: choose('--on-conflict', values['on-conflict'], conflictPolicies),
        includeBackups: !values['no-backups'],
        verify: !values['no-verify'],
        onDamage: choose('--on-damage', values['on-damage'], damagePolicies),
        orphans: choose('--orphans', values.orphans, orphanPolicies),
        onEmailTaken: choose('--on-email-taken', values['on-email-taken'], emailPolicies),
      },
    }
  })
}

const jobOption = /^--(verify|revert|retry-rejects|take-over|export-rejects)(?:=|$)/
const operations = {
  verify: 'verify',
  revert: 'revert',
  'retry-rejects': 'retry',
  'take-over': 'take-over',
  'export-rejects': 'export-rejects',
} as const
type JobOption = keyof typeof operations

const outcome = { report: text, 'allow-rejects': flag } as const
/** The options that each operation accepts. */
const jobOptions = {
  verify: { verify: text, ...outcome },
  revert: { revert: text, 'dry-run': flag, ...outcome },
  'retry-rejects': { 'retry-rejects': text, orphans: text, 'on-email-taken': text, ...outcome },
  'take-over': { 'take-over': text, ...outcome },
  'export-rejects': { 'export-rejects': text },
} as const

/**
 * Returns the operation on an earlier import that the arguments describe, or a message about the invalid argument; null
 * if they describe an import.
 */
export function parseJobCommand(words: readonly string[]): JobCommand | string | null {
  const option = words.map((word) => jobOption.exec(word)?.[1]).find(isJobOption)
  if (option === undefined) return null
  return orMessage(() => {
    const values: Record<string, unknown> = parseArgs({
      args: [...words],
      options: jobOptions[option],
    }).values
    return {
      operation: operations[option],
      jobId: requireUuid(String(values[option]), option),
      isDryRun: values['dry-run'] === true,
      orphans: choose('--orphans', String(values.orphans ?? 'quarantine'), orphanPolicies),
      onEmailTaken: choose('--on-email-taken', String(values['on-email-taken'] ?? 'reject'), emailPolicies),
      allowsRejects: values['allow-rejects'] === true,
      reportPath: typeof values.report === 'string' ? values.report : null,
    }
  })
}

/** Returns the switch-over, or a message about what is wrong with the arguments; null if they describe something else. */
export function parseSwitchOver(words: readonly string[]): SwitchOverCommand | string | null {
  if (!words.includes('--switch-over')) return null
  return orMessage(() => {
    const { values } = parseArgs({ args: [...words], options: { 'switch-over': flag, report: text } })
    return { operation: 'switch-over', allowsRejects: false, reportPath: values.report ?? null }
  })
}

function isJobOption(word: string | undefined): word is JobOption {
  return word !== undefined && Object.hasOwn(operations, word)
}

/** Returns the export that the arguments describe, or a message about the invalid argument. */
export function parseExportCommand(words: readonly string[]): ExportCommand | string {
  return orMessage(() => {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { layout: { type: 'string', default: 'era2' } },
    })
    const [directory] = positionals
    if (directory === undefined || positionals.length > 1) return 'Specify one directory.'
    return { directory, layout: choose('--layout', values.layout, exportLayouts) }
  })
}

/** parseArgs throws for unknown options, and `choose` for unknown values. */
function orMessage<Command>(parse: () => Command | string): Command | string {
  try {
    return parse()
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

function choose<Value>(option: string, word: string, choices: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(choices, word) ? choices[word] : undefined
  if (value !== undefined) return value
  throw new Error(`${option} must be one of: ${Object.keys(choices).join(', ')}.`)
}
