import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from './program.ts'

/** What a temporary directory contains: an unpacked archive, or the data of a temporary PostgreSQL. */
type Contents = 'archive' | 'temporary'

/** The path of a temporary directory of this process, to which mkdtemp appends characters. */
export function temporaryPath(parent: string, contents: Contents): string {
  return join(parent, `metagauge-${contents}-${process.pid}-`)
}

/** Lists the temporary directories of processes that were killed before they could delete them, whoever owns them. */
export function listAbandonedDirectories(parent: string, contents: Contents): string[] {
  const ownerPattern = new RegExp(`^metagauge-${contents}-(\\d+)-`)
  const isAbandoned = (name: string) => {
    const owner = ownerPattern.exec(name)?.[1]
    return owner !== undefined && !isAlive(Number(owner))
  }
  return readdirSync(parent)
    .filter(isAbandoned)
    .map((name) => join(parent, name))
}
