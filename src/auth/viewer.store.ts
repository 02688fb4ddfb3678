import type { Database } from '../database/connection.ts'
import { isOpenAccount } from './account-security.store.ts'
import type { Viewer } from './viewer.ts'

/** The open account with this id whose tokens have this version; one of an earlier version has ended. */
export function findViewerByToken(
  db: Database,
  { userId, version }: { readonly userId: string; readonly version: number },
): Promise<Viewer | undefined> {
  return selectViewer(db)
    .where('users.id', '=', userId)
    .where((eb) => eb(eb.fn.coalesce('account_security.token_version', eb.lit(0)), '=', version))
    .executeTakeFirst()
}

/** The open account with this API key. */
export function findViewerByApiKey(db: Database, digest: string): Promise<Viewer | undefined> {
  return selectViewer(db).where('users.api_key', '=', digest).executeTakeFirst()
}

function selectViewer(db: Database) {
  return db
    .selectFrom('users')
    .leftJoin('account_security', 'account_security.user_id', 'users.id')
    .select(['users.id', 'users.role'])
    .where(isOpenAccount)
}
