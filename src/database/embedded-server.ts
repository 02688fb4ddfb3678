import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorError } from '../errors.ts'
import { serverFiles } from './embedded-data.ts'
import {
  isAlive,
  type PostmasterFile,
  type PostmasterOptions,
  readPostmasterFile,
  startPostmaster,
} from './embedded-postmaster.ts'

const patienceMs = 20_000
const pauseMs = 100

/**
 * What a server says that can't start just now, though the next try may: somebody else starts the same data,
 * the port was taken in between, or backends of a killed server have not ended yet.
 */
const passingTroubles = /postmaster\.pid" already exists|could not create any TCP\/IP sockets|shared memory/

/**
 * Returns the running server of these data: one that a start before left behind (killed with SIGKILL), one of
 * another process, or else a new one. Any number of processes may call it at once: one server runs.
 * @throws OperatorError with the server's own words when none will run.
 */
export async function findOrStartServer(options: PostmasterOptions): Promise<PostmasterFile> {
  const deadline = Date.now() + patienceMs
  while (true) {
    const file = readPostmasterFile(options.home)
    if (file !== undefined && isServerOf(options.home, file.pid)) {
      if (file.isReady) return file
      if (Date.now() > deadline) throw neverReady(options.home, file.pid)
      await sleep(pauseMs)
      continue
    }
    if (file !== undefined) disown(options.home, file.pid)
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
    const isPassing = error instanceof OperatorError && passingTroubles.test(error.message)
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
function disown(home: string, pid: number): void {
  if (!isAlive(pid)) return
  const path = `${serverFiles(home).data}/postmaster.pid`
  const lines = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [String(process.pid), ...lines.slice(1)].join('\n'))
}

function neverReady(home: string, pid: number): OperatorError {
  return new OperatorError(
    `PostgreSQL (process ${pid}) runs on ${home} but does not get ready. Its log is ${serverFiles(home).log}.`,
  )
}
