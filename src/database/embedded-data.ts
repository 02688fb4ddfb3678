import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { OperatorError } from '../errors.ts'
import type { Binaries } from './embedded-binaries.ts'
import type { ServerUser } from './embedded-user.ts'

/** The superuser of an embedded server, used only to administer it. Its password is in the file `password` next to the data. */
export const serverUserName = 'metagauge'

/** What PostgreSQL may see of our environment: nothing that changes its defaults, such as PGPORT or LANG. */
export const serverEnvironment = { LC_ALL: 'C' } as const

/** Where a server's files are, below the directory that belongs to it. */
export function serverFiles(home: string) {
  return { data: join(home, 'data'), password: join(home, 'password'), log: join(home, 'postgres.log') }
}

/** @throws OperatorError when the file is another user's or gone. */
export function readPassword(home: string): string {
  const path = serverFiles(home).password
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new OperatorError(
      `The database's password can't be read from ${path}. Start as the user who started first, ` +
        'or choose another place with DATA_DIR=...',
      { cause },
    )
  }
}

export interface ClusterOptions {
  readonly binaries: Binaries
  readonly user: ServerUser
  /** An existing directory that the server's user may write. */
  readonly home: string
  /** False for data that nobody misses after a crash of the machine. */
  readonly isDurable: boolean
}

/**
 * Makes an empty database cluster and its random password in `home`. Text sorts by code point in every place, whatever locales the machine has.
 * @throws OperatorError with initdb's own words.
 */
export async function createCluster({ binaries, user, home, isDurable }: ClusterOptions): Promise<void> {
  const files = serverFiles(home)
  writeFileSync(files.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined) chownSync(files.password, user.uid, user.gid)
  const initdb = spawn(
    binaries.initdb,
    [
      `--pgdata=${files.data}`,
      `--username=${serverUserName}`,
      `--pwfile=${files.password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(isDurable ? [] : ['--no-sync']),
    ],
    // Detached, so that a Ctrl-C in the terminal reaches only us and we end it in our own order.
    { ...user, cwd: home, env: serverEnvironment, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve, reject) => {
    initdb.once('close', resolve)
    initdb.once('error', reject)
  })
  const [code, complaint] = await Promise.all([ended, text(initdb.stderr)])
  if (code !== 0)
    throw new OperatorError(`PostgreSQL could not create its data in ${home}:\n${complaint.trim()}`)
}
