import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import { findOpenAccounts, findOpenAccountsByApiKey, type OpenAccount } from './account.store.ts'
import type { TokenOwner } from './tokens.ts'
import type { Viewer } from './viewer.ts'

/**
 * Finds the viewer of a request. Caches nothing, so that closing an account or changing a role takes effect
 * immediately.
 */
export interface ViewerLookup {
  /** Returns undefined if the account is closed or tokens of this version are revoked. */
  findByToken(owner: TokenOwner): Promise<Viewer | undefined>
  /** Returns undefined if no open account has this API key. */
  findByApiKey(digest: string): Promise<Viewer | undefined>
}

/** Concurrent statements of each kind. There are few reserved connections. */
const maxRunning = 2
const maxBatchSize = 1_000

/** Create one for each server, so that concurrent requests share its statements. */
export function createViewerLookup(db: Database): ViewerLookup {
  const byId = createLookup(
    (ids) => findOpenAccounts(db, ids),
    ({ id }) => id,
  )
  const byApiKey = createLookup(
    (digests) => findOpenAccountsByApiKey(db, digests),
    ({ apiKey }) => apiKey,
  )
  return {
    findByToken: async ({ userId, version }) => {
      const account = await byId.load(userId)
      return account?.version === version ? toViewer(account) : undefined
    },
    findByApiKey: async (digest) => toViewer(await byApiKey.load(digest)),
  }
}

/** Requests that arrive in the same turn of the event loop, or while `maxRunning` statements run, share a statement. */
function createLookup(
  find: (keys: readonly string[]) => Promise<OpenAccount[]>,
  keyOf: (account: OpenAccount) => string,
): DataLoader<string, OpenAccount | undefined> {
  const waiting: (() => void)[] = []
  let running = 0
  const schedule = (load: () => void) => {
    if (running < maxRunning) load()
    else waiting.push(load)
  }
  return new DataLoader(
    async (keys) => {
      running += 1
      try {
        const accounts = new Map((await find(keys)).map((account) => [keyOf(account), account]))
        return keys.map((key) => accounts.get(key))
      } finally {
        running -= 1
        waiting.shift()?.()
      }
    },
    { cache: false, maxBatchSize, batchScheduleFn: (load) => void setImmediate(schedule, load) },
  )
}

function toViewer(account: OpenAccount | undefined): Viewer | undefined {
  return account === undefined ? undefined : { id: account.id, role: account.role }
}
