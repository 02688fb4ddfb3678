import { sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { ShareScope } from '../generated/graphql.ts'
import { type ContractRow, contractColumns } from './contract.store.ts'
import { maxShareLinks, type NewShareLink } from './share-link.rules.ts'

// Without token_digest, which identifies the link.
const shareLinkColumns = [
  'contract_share_links.id',
  'contract_share_links.contract_id as contractId',
  'contract_share_links.user_id as userId',
  sql<ShareScope[]>`contract_share_links.scopes`.as('scopes'),
  'contract_share_links.expires_at as expiresAt',
  'contract_share_links.created_at as createdAt',
] as const

export interface ShareLinkRow {
  readonly id: string
  readonly contractId: string
  readonly userId: string
  readonly scopes: readonly ShareScope[]
  readonly expiresAt: Date
  readonly createdAt: Date
}

const isCurrent = sql<boolean>`contract_share_links.expires_at > current_timestamp`

/** The links of these contracts that have not ended, the newest first. */
export function listShareLinks(db: Database, contracts: readonly Parent[]): Promise<ShareLinkRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('contract_share_links')
          .select(shareLinkColumns)
          .whereRef('contract_share_links.contract_id', '=', 'parent.id')
          .whereRef('contract_share_links.user_id', '=', 'parent.user_id')
          .where(isCurrent)
          .orderBy('contract_share_links.created_at', 'desc')
          .orderBy('contract_share_links.id', 'desc')
          .limit(maxShareLinks)
          .as('link'),
      (join) => join.onTrue(),
    )
    .select(['link.id', 'link.contractId', 'link.userId', 'link.scopes', 'link.expiresAt', 'link.createdAt'])
    .orderBy('link.createdAt', 'desc')
    .orderBy('link.id', 'desc')
    .execute()
}

/** The number of links of the contract that have not ended. Deletes the others. The caller must lock the contract. */
export async function countShareLinks(transaction: Database, { id, userId }: Parent): Promise<number> {
  await transaction
    .deleteFrom('contract_share_links')
    .where('contract_id', '=', id)
    .where('user_id', '=', userId)
    .where(sql<boolean>`not ${isCurrent}`)
    .execute()
  const { count } = await transaction
    .selectFrom('contract_share_links')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('contract_id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return count
}

/** @param tokenDigest see `digestShareToken`. */
export function insertShareLink(
  transaction: Database,
  userId: string,
  { contractId, scopes, expiresInDays }: NewShareLink,
  tokenDigest: string,
): Promise<ShareLinkRow> {
  return transaction
    .insertInto('contract_share_links')
    .values({
      contract_id: contractId,
      user_id: userId,
      token_digest: tokenDigest,
      scopes: [...scopes],
      expires_at: sql<Date>`current_timestamp + ${expiresInDays}::int * interval '24 hours'`,
    })
    .returning(shareLinkColumns)
    .executeTakeFirstOrThrow()
}

/** Returns the id of the link's contract; undefined if the user has no such link. */
export async function deleteShareLink(db: Database, { id, userId }: Parent): Promise<string | undefined> {
  const deleted = await db
    .deleteFrom('contract_share_links')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('contract_id as contractId')
    .executeTakeFirst()
  return deleted?.contractId
}

/** A contract as seen through a share link: resolvers return only the parts in `scopes`. */
export interface SharedContractRow extends ContractRow {
  readonly scopes: readonly ShareScope[]
  readonly expiresAt: Date
}

/**
 * The contract that the token shares. Undefined if there is no such link, or if it has ended: it has expired, the
 * contract is archived or the owner's account is closed. A deleted account stays closed even if an import overwrites
 * its row in `users`.
 */
export function findSharedContract(
  db: Database,
  tokenDigest: string,
): Promise<SharedContractRow | undefined> {
  return db
    .selectFrom('contract_share_links')
    .innerJoin('contracts', (join) =>
      join
        .onRef('contracts.id', '=', 'contract_share_links.contract_id')
        .onRef('contracts.user_id', '=', 'contract_share_links.user_id'),
    )
    .innerJoin('users', 'users.id', 'contract_share_links.user_id')
    .leftJoin('account_security', 'account_security.user_id', 'contract_share_links.user_id')
    .select(contractColumns)
    .select(sql<ShareScope[]>`contract_share_links.scopes`.as('scopes'))
    .select('contract_share_links.expires_at as expiresAt')
    .where('contract_share_links.token_digest', '=', tokenDigest)
    .where(isCurrent)
    .where('contracts.is_active', '=', true)
    .where('users.is_active', '=', true)
    .where('account_security.deleted_at', 'is', null)
    .executeTakeFirst()
}
