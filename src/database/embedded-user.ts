import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { OperatorError } from '../errors.ts'

/** Whom the server's processes run as, in the form that spawn takes; empty for the current user. */
export interface ServerUser {
  readonly uid?: number
  readonly gid?: number
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the owner of `existingData`, or else as the user of that
 * name, who is created when the machine has none. Anybody else runs it as himself.
 * @throws OperatorError when the user is missing and can't be created.
 */
export function findServerUser(existingData?: string, userName = 'postgres'): ServerUser {
  if (process.getuid?.() !== 0) return {}
  const owner = existingData === undefined ? undefined : statSync(existingData, { throwIfNoEntry: false })
  if (owner !== undefined) return { uid: owner.uid, gid: owner.gid }
  const user = lookUpUser(userName) ?? createUser(userName)
  if (user === undefined) {
    throw new OperatorError(
      `PostgreSQL does not run as root, and this machine has no user "${userName}". ` +
        `Create it (useradd --system ${userName}), start as another user, or set DATABASE_URL.`,
    )
  }
  return user
}

function createUser(name: string): ServerUser | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
  return lookUpUser(name)
}

function lookUpUser(name: string): ServerUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}
