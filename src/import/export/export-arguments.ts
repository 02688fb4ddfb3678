import { parseArgs } from 'node:util'
import type { Layout } from './legacy-layout.ts'

export const usage = `npm run export -- DIRECTORY [options]

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
