import { parseArgs } from 'node:util'
import type { ImportLegacyDataInput } from '../generated/graphql.ts'
import { jobUsage } from './job-arguments.ts'

export const usage = `npm run import -- SOURCE [options]

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
