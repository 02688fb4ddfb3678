import { relative } from 'node:path'

export interface StartFacts {
  /** Where GraphQL is served. */
  readonly url: string
  /** Whether a browser gets the playground there. */
  readonly hasPlayground: boolean
  /** A description. */
  readonly database: string
  /** The directory of the embedded database. */
  readonly home: string | undefined
  /** Only at the first start of an embedded database. */
  readonly firstAdmin: FirstAdmin | undefined
}

/** The administrator of a new embedded database. */
export interface FirstAdmin {
  readonly apiKey: string
  /** The file with the key, which only the server's user can read. */
  readonly file: string
}

/** Describes the started server for the person at the terminal: one line for each fact. */
export function describeStart({ url, hasPlayground, database, home, firstAdmin }: StartFacts): string {
  const lines: [string, string][] = [
    [hasPlayground ? 'API and playground' : 'API', url],
    ['Imports', new URL('imports', url).href],
    ['Database', home === undefined ? database : `embedded PostgreSQL in ${shorten(home)}`],
  ]
  if (firstAdmin !== undefined) {
    lines.push(['Admin API key', `${firstAdmin.apiKey} (shown once, kept in ${shorten(firstAdmin.file)})`])
    lines.push(['Try next', 'npm run import -- test/fixtures/legacy/era2 --allow-rejects'])
  }
  lines.push(['Stop', 'Ctrl-C'])
  return `${lines.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n')}\n`
}

/** A path below the working directory as a relative one. */
function shorten(path: string): string {
  const short = relative('', path)
  return short.startsWith('..') ? path : short
}
