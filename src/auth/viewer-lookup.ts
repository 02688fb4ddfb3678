import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import type { TokenOwner } from './tokens.ts'
import { findOpenAccounts, findOpenAccountsByApiKey, type OpenAccount } from './viewer.store.ts'
import type { Viewer } from './viewer.ts'

/** Finds out who asks. Nothing is remembered: a closed account or a lost role counts at once. */
export interface ViewerLookup {
  /** The open account of a token; undefined when the account's tokens of this version have ended. */
  findByToken(owner: TokenOwner): Promise<Viewer | undefined>
  /** The open account with the API key of this digest. */
  findByApiKey(digest: string): Promise<Viewer | undefined>
}

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

/** Requests that come in one turn of the event loop share a statement: the more there are, the less each costs. */
function createLookup(
  find: (keys: readonly string[]) => Promise<OpenAccount[]>,
  keyOf: (account: OpenAccount) => string,
): DataLoader<string, OpenAccount | undefined> {
  return new DataLoader(
    async (keys) => {
      const accounts = new Map((await find(keys)).map((account) => [keyOf(account), account]))
      return keys.map((key) => accounts.get(key))
    },
    { cache: false, batchScheduleFn: (load) => void setImmediate(load) },
  )
}

function toViewer(account: OpenAccount | undefined): Viewer | undefined {
  return account === undefined ? undefined : { id: account.id, role: account.role }
}
