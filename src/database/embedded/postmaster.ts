import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorError } from '../../errors.ts'
import type { Binaries, ServerUser } from './binaries.ts'
import { serverEnvironment, serverFiles } from './data-directory.ts'

const startAttemptsMs = 20_000
const pauseMs = 100

/**
 * What a server says that can't start just now, though the next try may: somebody else starts the same data,
 * the port was taken in between, or backends of a killed server have not ended yet.
 */
const transientFailures = /postmaster\.pid" already exists|could not create any TCP\/IP sockets|shared memory/

/**
 * Returns the running server of these data: one that a start before left behind (killed with SIGKILL), one of
 * another process, or else a new one. Any number of processes may call it at once: one server runs.
 * @throws OperatorError with the server's own words when none will run.
 */
export async function findOrStartServer(options: PostmasterOptions): Promise<PostmasterFile> {
  const deadline = Date.now() + startAttemptsMs
  while (true) {
    const file = readPostmasterFile(options.home)
    if (file !== undefined && isServerOf(options.home, file.pid)) {
      if (file.isReady) return file
      if (Date.now() > deadline) throw neverReadyError(options.home, file.pid)
      await sleep(pauseMs)
      continue
    }
    if (file !== undefined) replacePid(options.home, file.pid)
    const started = await tryToStart(options, deadline)
    if (started !== undefined) return started
    await sleep(pauseMs)
  }
}

/** Undefined when another try is worth it. */
async function tryToStart(options: PostmasterOptions, deadline: number): Promise<PostmasterFile | undefined> {
  try {
    return await startPostmaster(options)
  } catch (error) {
    const isPassing = error instanceof OperatorError && transientFailures.test(error.message)
    if (isPassing && Date.now() < deadline) return undefined
    throw error
  }
}

/**
 * Process ids are given out again, after a reboot or in a container soon: a stale postmaster.pid may name any
 * living process. Only a server of these data has their directory among its arguments.
 */
export function isServerOf(home: string, pid: number): boolean {
  return isAlive(pid) && commandLine(pid).includes(serverFiles(home).data)
}

function commandLine(pid: number): string {
  if (platform() !== 'linux') return spawnSync('ps', ['-o', 'command=', '-p', String(pid)]).stdout.toString()
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/**
 * PostgreSQL refuses to start while postmaster.pid names a living process. We put our own id there: it knows
 * that its parent is no server. The file stays, because from its other lines PostgreSQL finds out whether
 * backends of the dead server still write.
 */
function replacePid(home: string, pid: number): void {
  if (!isAlive(pid)) return
  const path = `${serverFiles(home).data}/postmaster.pid`
  const lines = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [String(process.pid), ...lines.slice(1)].join('\n'))
}

function neverReadyError(home: string, pid: number): OperatorError {
  return new OperatorError(
    `PostgreSQL (process ${pid}) runs on ${home} but does not get ready. Its log is ${serverFiles(home).log}.`,
  )
}

/** What PostgreSQL's `postmaster.pid` says about the server that wrote it; that server may be gone. */
interface PostmasterFile {
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
  const ready = await waitUntilReady(child, options.home)
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
async function waitUntilReady(child: ChildProcess, home: string): Promise<PostmasterFile | undefined> {
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
