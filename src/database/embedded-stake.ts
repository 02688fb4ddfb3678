import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ExternalDatabase } from '../config.ts'
import { OperatorError } from '../errors.ts'
import { readPassword, serverFiles, serverUserName } from './embedded-data.ts'
import { type Hold, takeHold } from './embedded-hold.ts'
import { isAlive, type PostmasterOptions, stopPostmaster } from './embedded-postmaster.ts'
import { findOrStartServer } from './embedded-server.ts'

/** A hold on a running server that survives a crash of one of its backends, which breaks all sessions. */
export interface Stake {
  /** How the superuser connects to the server's database `postgres`. */
  readonly admin: ExternalDatabase
  /** See Hold.claim. */
  claim: Hold['claim']
  /** See Hold.announce. */
  announce: Hold['announce']
  /** Settles when the server is gone although nobody here stopped it. */
  readonly lost: Promise<void>
  /** Gives the hold up, and stops the server when nobody else has one. */
  close(): Promise<void>
}

const patienceMs = 20_000
const retryMs = 200
const stopTimeoutMs = 3_000

/** Finds or starts the server of the data and takes a hold on it. @throws OperatorError when none will run. */
export async function takeStake(options: PostmasterOptions): Promise<Stake> {
  const lost = Promise.withResolvers<void>()
  const role: { isApi?: boolean; url?: string } = {}
  const first = await holdServer(options, () => void retake())
  let hold = first.hold

  async function retake(): Promise<void> {
    const again = await holdAgain(first, () => void retake())
    if (again === undefined) return lost.resolve()
    hold = again
    if (role.isApi) await hold.claim()
    if (role.url !== undefined) await hold.announce(role.url)
  }

  return {
    admin: first.admin,
    claim: async () => {
      const claim = await hold.claim()
      role.isApi = claim.isFirst
      return claim
    },
    announce: async (url) => {
      role.url = url
      await hold.announce(url)
    },
    lost: lost.promise,
    close: async () => {
      const isLast = await hold.release().catch(() => false)
      if (isLast) await stopPostmaster(options.home, first.pid, stopTimeoutMs)
      await hold.close().catch(() => undefined)
    },
  }
}

interface HeldServer {
  readonly hold: Hold
  readonly pid: number
  readonly admin: ExternalDatabase
}

/** The last holder may be stopping the server just now: then the session breaks, and the next try starts it. */
async function holdServer(options: PostmasterOptions, onBroken: () => void): Promise<HeldServer> {
  const deadline = Date.now() + patienceMs
  while (true) {
    const { pid, port } = await findOrStartServer(options)
    const admin = adminDatabase(options.home, port)
    try {
      return { hold: await takeHold(admin, onBroken), pid, admin }
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '28P01')
        throw wrongPassword(options.home, error)
      if (Date.now() > deadline) throw error
      await sleep(retryMs)
    }
  }
}

/** Undefined when the server has ended, or does not come back in time. */
async function holdAgain({ pid, admin }: HeldServer, onBroken: () => void): Promise<Hold | undefined> {
  const deadline = Date.now() + patienceMs
  while (isAlive(pid) && Date.now() < deadline) {
    try {
      return await takeHold(admin, onBroken)
    } catch {
      // It is still recovering.
      await sleep(retryMs)
    }
  }
  return undefined
}

function adminDatabase(home: string, port: number): ExternalDatabase {
  const password = readPassword(home)
  return { host: '127.0.0.1', port, database: 'postgres', user: serverUserName, password, tls: false }
}

function wrongPassword(home: string, cause: unknown): OperatorError {
  const { password } = serverFiles(home)
  return new OperatorError(
    `The embedded PostgreSQL does not accept the password in ${password}: the file was changed or replaced.`,
    { cause },
  )
}
