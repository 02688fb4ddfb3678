import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { type ContractRow, contractColumns } from './contract.store.ts'

/** Archives those of the user's contracts, and gives them in any order. An archived contract is not the default. */
export function archiveContracts(
  db: Database,
  userId: string,
  ids: readonly string[],
): Promise<ContractRow[]> {
  return db
    .updateTable('contracts')
    .set({ is_active: false, is_default: false })
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .where('user_id', '=', userId)
    .returning(contractColumns)
    .execute()
}

/**
 * Brings the user's contract back; undefined when there is none. It does not become the default again, which may be
 * another by now: imported contracts can be archived and the default at once.
 */
export function restoreContract(db: Database, { id, userId }: Parent): Promise<ContractRow | undefined> {
  return db
    .updateTable('contracts')
    .set({ is_active: true, is_default: sql`is_default and is_active` })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning(contractColumns)
    .executeTakeFirst()
}

/** Deletes those of the user's contracts with all their parts. Their analyses stay, without a configuration. */
export async function deleteContracts(db: Database, userId: string, ids: readonly string[]): Promise<void> {
  await db
    .deleteFrom('contracts')
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .where('user_id', '=', userId)
    .execute()
}
