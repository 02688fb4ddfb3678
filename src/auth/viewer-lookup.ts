import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import { findOpenAccounts, findOpenAccountsByApiKey, type OpenAccount } from './account.store.ts'
import type { TokenOwner } from './tokens.ts'
import type { Viewer } from './viewer.ts'

/** Finds out who asks. Nothing is remembered: a closed account or a lost role counts at once. */
export interface ViewerLookup {
  /** The open account of a token; undefined when the account's tokens of this version have ended. */
  findByToken(owner: TokenOwner): Promise<Viewer | undefined>
  /** The open account with the API key of this digest. */
  findByApiKey(digest: string): Promise<Viewer | undefined>
}

/** Concurrent statements of one kind: there are few reserved connections. */
const maxRunning = 2
const maxBatchSize = 1_000

/** For the life of a server. */
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

/**
 * Requests that come in one turn of the event loop, or while others' statements run, share a statement: the more there
 * are, the less each costs.
 */
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
