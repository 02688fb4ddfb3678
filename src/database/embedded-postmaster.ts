import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorError } from '../errors.ts'
import type { Binaries } from './embedded-binaries.ts'
import { serverEnvironment, serverFiles } from './embedded-data.ts'
import type { ServerUser } from './embedded-user.ts'

/** What PostgreSQL's `postmaster.pid` says about the server that wrote it; that server may be gone. */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

export interface PostmasterOptions {
  readonly binaries: Binaries
  readonly user: ServerUser
  /** The directory that createCluster filled. */
  readonly home: string
  /** PostgreSQL settings by name, over those of its postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>
}

const startTimeoutMs = 60_000
const pollMs = 20

/**
 * Starts a server on 127.0.0.1, on a free port unless the settings name one, in a session of its own: it outlives us unless it is stopped.
 * Returns when it accepts connections.
 * @throws OperatorError with the server's own words when it ends before.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<PostmasterFile> {
  const files = serverFiles(options.home)
  const settings = {
    port: String(await findFreePort()),
    ...options.settings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    // Starts, stops and crashes. A failed statement is reported by who sent it; here it would repeat users' data.
    log_min_messages: 'log',
    log_checkpoints: 'off',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const logLength = readText(files.log).length
  const log = openSync(files.log, 'a', 0o600)
  const child = spawn(options.binaries.postgres, ['-D', files.data, ...flags], {
    ...options.user,
    cwd: options.home,
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const ready = await untilReady(child, options.home)
  if (ready !== undefined) return ready
  const words = readText(files.log).slice(logLength).trim()
  throw new OperatorError(`PostgreSQL did not start on the data in ${options.home}:\n${words}`)
}

/**
 * Ends a server: open transactions are rolled back, everything committed is kept.
 * @throws OperatorError when it has not ended after `timeoutMs`.
 */
export async function stopPostmaster(home: string, pid: number, timeoutMs: number): Promise<void> {
  signal(pid, 'SIGINT')
  const deadline = Date.now() + timeoutMs
  // Its file is the last thing that it removes. The process may stay as a zombie when an earlier process of ours
  // started it and nobody waits for it, as in a container without an init.
  while (readPostmasterFile(home)?.pid === pid && isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new OperatorError(`PostgreSQL (process ${pid}) has not stopped; its data are in ${home}.`)
    }
    await sleep(pollMs)
  }
}

/** What postmaster.pid says of the server of this data directory; undefined without such a file. */
export function readPostmasterFile(home: string): PostmasterFile | undefined {
  const lines = readText(`${serverFiles(home).data}/postmaster.pid`).split('\n')
  const [pid, , , port, , , , status] = lines
  if (pid === undefined || port === undefined) return undefined
  return { pid: Number(pid), port: Number(port), isReady: status?.trim() === 'ready' }
}

/** Whether a process has this id, whoever's it is. */
export function isAlive(pid: number): boolean {
  return signal(pid, 0)
}

/** Undefined when the process ends first, or takes too long. */
async function untilReady(child: ChildProcess, home: string): Promise<PostmasterFile | undefined> {
  let hasEnded = false
  child.once('error', () => {
    hasEnded = true
  })
  child.once('exit', () => {
    hasEnded = true
  })
  child.unref()
  const deadline = Date.now() + startTimeoutMs
  while (!hasEnded && Date.now() < deadline) {
    const file = readPostmasterFile(home)
    if (file?.isReady && file.pid === child.pid) return file
    await sleep(pollMs)
  }
  return undefined
}

/** The port may be taken by somebody else before PostgreSQL binds it; then PostgreSQL says so and ends. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}

/** False when there is no such process; another user's is one. */
function signal(pid: number, name: 'SIGINT' | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Empty when there is no such file. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
