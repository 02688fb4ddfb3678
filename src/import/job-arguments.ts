import { parseArgs } from 'node:util'
import { requireUuid } from '../database/ids.ts'

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

export const jobUsage = `  --verify JOB                             compare what import JOB wrote with its source once more
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
