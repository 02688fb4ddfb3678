import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorError } from '../../errors.ts'
import { isAlive } from '../../process/program.ts'
import type { Binaries, ServerUser } from './binaries.ts'
import { serverEnvironment, serverFiles } from './data-directory.ts'

const startAttemptsMs = 20_000
const pauseMs = 100

/**
 * Errors of a server after which another attempt may succeed: another process is starting a server on the same data, the port
 * was taken in between, or backends of a killed server have not ended yet.
 */
const transientFailures = /postmaster\.pid" already exists|could not create any TCP\/IP sockets|shared memory/

/**
 * Returns the running server of this data directory: one that an earlier process left running (killed with SIGKILL),
 * one of another process, or a new one. Any number of processes can call this concurrently; there is only one server.
 * @throws OperatorError with the server's output if it can't be started.
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

/** Undefined if another attempt may succeed. */
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
 * Whether the process is a server of this data directory. Process ids are reused, soon after a reboot or in a
 * container, so a stale postmaster.pid may name any process. Only a server of this data directory has the directory
 * among its arguments.
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
 * Replaces the process id in a stale postmaster.pid that names another program: PostgreSQL does not start while the file names
 * a running process, except its parent, so it gets our id. The file must stay, because PostgreSQL uses its other lines to
 * find out whether backends of the dead server are still running.
 */
function replacePid(home: string, pid: number): void {
  if (!isAlive(pid)) return
  const path = `${serverFiles(home).data}/postmaster.pid`
  const lines = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [String(process.pid), ...lines.slice(1)].join('\n'))
}

function neverReadyError(home: string, pid: number): OperatorError {
  return new OperatorError(
    `PostgreSQL (process ${pid}) runs on ${home} but does not become ready. Its log is ${serverFiles(home).log}.`,
  )
}

/** The contents of PostgreSQL's `postmaster.pid`; the server that wrote it may have ended. */
interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

export interface PostmasterOptions {
  readonly binaries: Binaries
  readonly user: ServerUser
  /** The directory that createCluster created. */
  readonly home: string
  /** PostgreSQL settings by name; they override postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>
}

const startTimeoutMs = 60_000
const pollMs = 20

/**
 * Starts a server on 127.0.0.1, on a free port unless the settings name one, as a detached process: it outlives this process
 * unless it is stopped. Resolves when it accepts connections.
 * @throws OperatorError with the server's output if it ends before.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<PostmasterFile> {
  const files = serverFiles(options.home)
  const settings = {
    port: String(await findFreePort()),
    ...options.settings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    // Logs starts, stops and crashes. Failed statements would contain users' data; the client that sent them reports them.
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
 * Stops a server: open transactions are rolled back, committed ones are kept.
 * @throws OperatorError if it has not ended after `timeoutMs`.
 */
export async function stopPostmaster(home: string, pid: number, timeoutMs: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // It has already ended.
  }
  const deadline = Date.now() + timeoutMs
  // Removing its file is the last thing it does. The process may remain as a zombie if an earlier process of ours started it
  // and no process waits for it, as in a container without an init process.
  while (readPostmasterFile(home)?.pid === pid && isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new OperatorError(`PostgreSQL (process ${pid}) has not stopped; its data is in ${home}.`)
    }
    await sleep(pollMs)
  }
}

/** Reads postmaster.pid; undefined if there is no complete file. */
export function readPostmasterFile(home: string): PostmasterFile | undefined {
  const lines = readText(`${serverFiles(home).data}/postmaster.pid`).split('\n')
  const [pid, , , port, , , , status] = lines
  if (pid === undefined || port === undefined) return undefined
  return { pid: Number(pid), port: Number(port), isReady: status?.trim() === 'ready' }
}

/** Undefined if the process ends first, or takes too long. */
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

/** Another program may take the port before PostgreSQL binds it; PostgreSQL then reports this and ends. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}

/** Empty if there is no such file. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
