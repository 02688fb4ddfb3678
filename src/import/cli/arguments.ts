import { parseArgs } from 'node:util'
import { requireUuid } from '../../database/validation.ts'
import type { ImportLegacyDataInput } from '../../generated/graphql.ts'
import type { Layout } from '../export/legacy-files.ts'

/** What is to be done with an import that has ended. */
export interface JobCommand {
  readonly operation: 'retry' | 'verify' | 'revert' | 'export-rejects'
  /** The import. */
  readonly jobId: string
  readonly isDryRun: boolean
  readonly orphans: 'quarantine' | 'placeholder_owner'
  readonly allowsRejects: boolean
  /** Where to write a report; null for none. */
  readonly reportPath: string | null
}

const jobUsage = `  --verify JOB                             compare what import JOB wrote with its source once more
  --revert JOB [--dry-run]                 take import JOB back: remove what it inserted, restore what it replaced
  --retry-rejects JOB [--orphans ...]      try what import JOB rejected again
  --export-rejects JOB                     print what import JOB rejected, one JSON object a line, the bytes as they were
                                           (npm run -s import -- --export-rejects JOB > rejects.ndjson)`

const jobOption = /^--(verify|revert|retry-rejects|export-rejects)(?:=|$)/
const operations = {
  verify: 'verify',
  revert: 'revert',
  'retry-rejects': 'retry',
  'export-rejects': 'export-rejects',
} as const
type JobOption = keyof typeof operations

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const outcome = { report: text, 'allow-rejects': flag } as const
/** What goes with each of them. */
const options = {
  verify: { verify: text, ...outcome },
  revert: { revert: text, 'dry-run': flag, ...outcome },
  'retry-rejects': { 'retry-rejects': text, orphans: text, ...outcome },
  'export-rejects': { 'export-rejects': text },
} as const

/**
 * The command of the words after the program's name, or a sentence about what is wrong with them; null when they name
 * no job, but something to import.
 */
export function parseJobCommand(words: readonly string[]): JobCommand | string | null {
  const option = words.map((word) => jobOption.exec(word)?.[1]).find(isJobOption)
  if (option === undefined) return null
  try {
    const values: Record<string, unknown> = parseArgs({ args: [...words], options: options[option] }).values
    return {
      operation: operations[option],
      jobId: requireUuid(String(values[option]), option),
      isDryRun: values['dry-run'] === true,
      orphans: parseOrphans(values.orphans),
      allowsRejects: values['allow-rejects'] === true,
      reportPath: typeof values.report === 'string' ? values.report : null,
    }
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

function isJobOption(word: string | undefined): word is JobOption {
  return word !== undefined && Object.hasOwn(operations, word)
}

function parseOrphans(word: unknown): JobCommand['orphans'] {
  if (word === undefined || word === 'quarantine') return 'quarantine'
  if (word === 'placeholder-owner') return 'placeholder_owner'
  throw new Error('--orphans must be one of: quarantine, placeholder-owner.')
}

export const importUsage = `npm run import -- SOURCE [options]

Brings the legacy application's JSON files into the database. SOURCE is the old data/, or a directory that holds it, or
an archive of these: .tar, .tar.gz, .tgz, .tar.zst or .zip. The files in it may be compressed: .gz or .zst.

  --layout auto|era1|era2                  global files, folders for each user, or whatever is found (auto)
  --dry-run                                read, check and report, but write nothing
  --on-conflict skip|update-if-newer       what to do with a row that exists and differs (skip)
  --no-backups                             do not fill in from .backup files what the live files lack
  --no-verify                              do not read every record back before it is published
  --on-damage salvage|fail                 read a damaged file up to the damage, or import nothing (salvage)
  --orphans quarantine|placeholder-owner   what to do with records whose owner is missing (quarantine)
  --report FILE                            write a report to FILE, as Markdown, also when the import fails
  --allow-rejects                          end with exit code 0 although records were rejected

npm run import -- with one of these instead of a SOURCE:

${jobUsage}

Exit code: 0 all was imported, 1 something was rejected or failed, 2 wrong usage.`

export interface ImportCommand {
  readonly input: ImportLegacyDataInput
  readonly allowsRejects: boolean
  /** Where to write a report; null for none. */
  readonly reportPath: string | null
}

const layouts = { auto: 'auto', era1: 'era1', era2: 'era2' } as const
const conflictPolicies = { skip: 'skip', 'update-if-newer': 'update_if_newer' } as const
const damagePolicies = { salvage: 'salvage', fail: 'fail' } as const
const orphanPolicies = { quarantine: 'quarantine', 'placeholder-owner': 'placeholder_owner' } as const

/** The command of the words after the program's name, or a sentence about what is wrong with them. */
export function parseImportCommand(words: readonly string[]): ImportCommand | string {
  try {
    const { values, positionals } = parseWords(words)
    const [directory] = positionals
    if (directory === undefined || positionals.length > 1) return 'Name one directory or archive.'
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
      },
    }
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

function parseWords(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      layout: { type: 'string', default: 'auto' },
      'dry-run': { type: 'boolean', default: false },
      'on-conflict': { type: 'string', default: 'skip' },
      'no-backups': { type: 'boolean', default: false },
      'no-verify': { type: 'boolean', default: false },
      'on-damage': { type: 'string', default: 'salvage' },
      orphans: { type: 'string', default: 'quarantine' },
      report: { type: 'string' },
      'allow-rejects': { type: 'boolean', default: false },
    },
  })
}

function choose<Value>(option: string, word: string, choices: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(choices, word) ? choices[word] : undefined
  if (value !== undefined) return value
  throw new Error(`${option} must be one of: ${Object.keys(choices).join(', ')}.`)
}

export const exportUsage = `npm run export -- DIRECTORY [options]

Writes the old application's JSON files from the tables, all of one moment. DIRECTORY must not exist or be empty; it
is complete or not there. A killed export leaves a directory .NAME.partial-… beside it, which may be deleted.

  --layout era1|era2   one file a kind, or beside users.json a folder for each user (era2)

API keys are kept as digests alone, so the files have the digests: make new keys after going back. Who has logged in
here has a password hash that the old application can't verify, and resets the password there.

Exit code: 0 all is written, 1 it failed and nothing is left, 2 wrong usage.`

export interface ExportCommand {
  readonly directory: string
  readonly layout: Layout
}

/** The command of the words after the program's name, or a sentence about what is wrong with them. */
export function parseExportCommand(words: readonly string[]): ExportCommand | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { layout: { type: 'string', default: 'era2' } },
    })
    const [directory] = positionals
    const { layout } = values
    if (directory === undefined || positionals.length > 1) return 'Name one directory.'
    if (layout !== 'era1' && layout !== 'era2') return '--layout must be one of: era1, era2.'
    return { directory, layout }
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}
