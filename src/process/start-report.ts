import { relative } from 'node:path'
import type { ExternalDatabase } from '../config.ts'
import type { FirstAdmin } from '../serve.ts'

export interface StartFacts {
  /** Where GraphQL is served. */
  readonly url: string
  /** Whether a browser gets the playground there. */
  readonly hasPlayground: boolean
  readonly database: ExternalDatabase
  /** The directory of the embedded database. */
  readonly home: string | undefined
  /** Only at the first start of an embedded database. */
  readonly firstAdmin: FirstAdmin | undefined
}

/** What the person who started the server needs next: a few lines, each with a word and its value. */
export function describeStart({ url, hasPlayground, database, home, firstAdmin }: StartFacts): string {
  const lines: [string, string][] = [
    [hasPlayground ? 'API and playground' : 'API', url],
    ['Imports', new URL('imports', url).href],
    ['Database', home === undefined ? describeExternal(database) : `embedded PostgreSQL in ${shorten(home)}`],
  ]
  if (firstAdmin !== undefined) {
    lines.push(['Admin API key', `${firstAdmin.apiKey} (shown once, kept in ${shorten(firstAdmin.file)})`])
    lines.push(['Try next', 'npm run import -- test/fixtures/legacy/era2 --allow-rejects'])
  }
  lines.push(['Stop', 'Ctrl-C'])
  return `${lines.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n')}\n`
}

/** As seen from the working directory, when it is in there. */
function shorten(path: string): string {
  const short = relative('', path)
  return short.startsWith('..') ? path : short
}

/** Never the user or the password. */
function describeExternal(database: ExternalDatabase): string {
  if (database.connectionString === undefined) {
    return `${database.database} on ${database.host}:${database.port}`
  }
  const url = new URL(database.connectionString)
  return `${url.pathname.slice(1)} on ${url.host}`
}
