import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import {
  allOf,
  beginningContainsText,
  containsText,
  isOfKey,
  keyTable,
  parentTable,
  withinRange,
} from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { isAddress, isAnyChain } from '../database/identity.ts'
import {
  orderKey,
  orEarliest,
  type Page,
  type PageRequest,
  type SortKey,
  takePage,
} from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import { requireFound, requireUnmodified } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import type { ContractFilter, ContractOrderField } from '../generated/graphql.ts'
import { updateAnalysisParams } from './analysis-params.store.ts'
import { replaceCompetitors } from './competitor.store.ts'
import type { ContractChange, NewContract } from './contract.rules.ts'
import { maxCompetitors } from './contract-parts.rules.ts'
import { replaceRpcConfigs } from './rpc-config.store.ts'

// Without target_abi: it is large and rarely selected.
export const contractColumns = [
  'contracts.id',
  'contracts.user_id as userId',
  'contracts.name',
  'contracts.description',
  'contracts.target_address as targetAddress',
  'contracts.target_chain as targetChain',
  'contracts.target_name as targetName',
  'contracts.tags',
  'contracts.is_active as isActive',
  'contracts.is_default as isDefault',
  'contracts.last_analyzed as lastAnalyzedAt',
  'contracts.analysis_count as analysisCount',
  'contracts.created_at as createdAt',
  'contracts.updated_at as updatedAt',
] as const

/** Columns that are always selected, and columns that other fields depend on. */
const contractNeeds = {
  always: ['userId'],
  byField: {
    owner: ['userId'],
    targetAbi: ['id', 'userId'],
    competitors: ['id', 'userId'],
    rpcConfigs: ['id', 'userId'],
    analysisParams: ['id', 'userId'],
    analyses: ['id', 'userId'],
    shareLinks: ['id', 'userId'],
    chatSession: ['id', 'userId'],
  },
}

const target = { address: 'contracts.target_address', chain: 'contracts.target_chain' }

/** Characters of a description that `filter.search` searches. */
const searchedDescriptionLength = 1000

export type ContractRow = Selection<DB, 'contracts', (typeof contractColumns)[number]>
type ContractListRow = ContractRow & { readonly sortKey: Date | string | number }
export type ContractPage = Page<ContractListRow>

export const contractSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`contracts.created_at` },
  updated_at: { type: 'timestamptz', expression: sql`contracts.updated_at` },
  name: { type: 'text', expression: orderKey('contracts.name') },
  last_analyzed_at: { type: 'timestamptz', expression: orEarliest('contracts.last_analyzed') },
  analysis_count: { type: 'integer', expression: sql`contracts.analysis_count` },
} satisfies Record<ContractOrderField, SortKey>

/** The contracts with these ids that the scope includes, in any order. */
export function findContracts(db: Database, keys: readonly ScopedId[]): Promise<ContractRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('contracts', (join) => join.on(isOfKey('contracts.id', 'contracts.user_id')))
    .select(contractColumns)
    .execute()
}

/** A page of each owner's contracts; rows of one owner are in the order in which the page is fetched. */
export function listContracts(
  db: Database,
  owners: readonly Parent[],
  filter: ContractFilter,
  page: PageRequest,
): Promise<ContractListRow[]> {
  return db
    .selectFrom(parentTable(owners))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('contracts')
          .select([...contractColumns, page.sortKey.expression.as('sortKey')])
          .whereRef('contracts.user_id', '=', 'parent.user_id')
          .where(matches(filter))
          .$call(takePage(page, 'contracts.id'))
          .as('contract'),
      (join) => join.onTrue(),
    )
    .select(choosePageColumns('contract', contractColumns, page.fields, contractNeeds))
    .orderBy('contract.sortKey', page.fetchDirection)
    .orderBy('contract.id', page.fetchDirection)
    .execute()
}

/** The number of each owner's contracts. Owners without any are omitted. */
export function countContracts(
  db: Database,
  owners: readonly Parent[],
  filter: ContractFilter,
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(owners))
    .innerJoin('contracts', 'contracts.user_id', 'parent.user_id')
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .where(matches(filter))
    .groupBy('parent.id')
    .execute()
}

/** The ABIs of these contracts, in any order. */
export function findAbis(
  db: Database,
  contracts: readonly Parent[],
): Promise<{ id: string; targetAbi: string | null }[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoin('contracts', (join) =>
      join.onRef('contracts.id', '=', 'parent.id').onRef('contracts.user_id', '=', 'parent.user_id'),
    )
    .select(['contracts.id', 'contracts.target_abi as targetAbi'])
    .execute()
}

function matches(filter: ContractFilter): RawBuilder<SqlBool> {
  const { search, chains, tags, anyTags, address, isActive, isDefault, createdAt, updatedAt } = filter
  return allOf([
    ...(search ? [matchesSearch(search)] : []),
    ...(chains ? [isAnyChain('contracts.target_chain', chains)] : []),
    ...(tags ? [hasTags(tags)] : []),
    ...(anyTags ? [sql<SqlBool>`nfc_all(contracts.tags) && nfc_all(${anyTags}::text[])`] : []),
    ...(address ? [isAddress(target, address)] : []),
    ...(isActive == null ? [] : [sql<SqlBool>`contracts.is_active = ${isActive}`]),
    ...(isDefault == null ? [] : [sql<SqlBool>`contracts.is_default = ${isDefault}`]),
    ...withinRange(sql.ref('contracts.created_at'), createdAt),
    ...withinRange(sql.ref('contracts.updated_at'), updatedAt),
  ])
}

function hasTags(tags: readonly string[]): RawBuilder<SqlBool> {
  return sql`nfc_all(contracts.tags) @> nfc_all(${tags}::text[])`
}

/** No index supports substrings of a description, so this reads all contracts of the owner. */
function matchesSearch(search: string): RawBuilder<SqlBool> {
  const name = containsText('contracts.name', search)
  const description = beginningContainsText('contracts.description', searchedDescriptionLength, search)
  const address = containsText('contracts.target_address', search)
  return sql`(${name} or ${description} or ${address} or ${isAddress(target, search)})`
}

/** Inserts a contract with its parts. A new default replaces the previous one. Returns the id. */
export async function insertContract(
  transaction: Database,
  userId: string,
  contract: NewContract,
): Promise<string> {
  const { name, targetAddress, targetChain, isDefault } = contract
  if (isDefault) {
    await lockOwner(transaction, userId)
    await clearDefaultContract(transaction, userId, null)
  }
  const { id } = await transaction
    .insertInto('contracts')
    .values({
      ...toColumns(contract),
      user_id: userId,
      name,
      target_address: targetAddress,
      target_chain: targetChain,
      is_default: isDefault,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await updateParts(transaction, { id, userId }, contract)
  return id
}

/**
 * Updates a contract and its parts. Updates the row of the contract first, which serializes concurrent changes, and sets
 * `updated_at` even if only parts change.
 * @param since update only if `updated_at` equals this.
 * @throws AppError NOT_FOUND, CONFLICT if it was modified since.
 */
export async function updateContract(
  transaction: Database,
  { id, userId }: Parent,
  change: ContractChange,
  since?: Date,
): Promise<ContractRow> {
  const updated = await transaction
    .updateTable('contracts')
    .set({ updated_at: sql.ref('contracts.updated_at'), ...toColumns(change) })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .$if(since !== undefined, (query) => query.where(sql<SqlBool>`updated_at = ${since}`))
    .returning(contractColumns)
    .executeTakeFirst()
  if (updated === undefined) {
    requireUnmodified('Contract', await findUpdatedAt(transaction, { id, userId }), since)
  }
  const contract = requireFound(updated, 'Contract')
  await updateParts(transaction, contract, change)
  return contract
}

async function findUpdatedAt(transaction: Database, { id, userId }: Parent): Promise<Date | undefined> {
  const contract = await transaction
    .selectFrom('contracts')
    .select('updated_at as updatedAt')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return contract?.updatedAt
}

function toColumns(change: ContractChange) {
  return {
    name: change.name,
    description: change.description,
    target_address: change.targetAddress,
    target_chain: change.targetChain,
    target_name: change.targetName,
    target_abi: change.targetAbi,
    tags: change.tags && [...change.tags],
  }
}

async function updateParts(
  transaction: Database,
  contract: Parent,
  { competitors, rpcConfigs, analysisParams }: ContractChange,
): Promise<void> {
  if (competitors !== undefined) await replaceCompetitors(transaction, contract, competitors)
  if (rpcConfigs !== undefined) await replaceRpcConfigs(transaction, contract, rpcConfigs)
  if (analysisParams !== undefined) await updateAnalysisParams(transaction, contract, analysisParams)
}

/**
 * Serializes changes that affect several contracts of a user, until the transaction ends. Without this lock, two
 * concurrent changes of the default would not see each other, and the second would violate `contracts_one_default`; two
 * that archive the same contracts in different orders could deadlock.
 */
export async function lockOwner(transaction: Database, userId: string): Promise<void> {
  await transaction
    .selectFrom('users')
    .select('users.id')
    .where('users.id', '=', userId)
    .forNoKeyUpdate()
    .execute()
}

/** Locks these contracts of the user, and the user's default, until the transaction ends. */
export async function lockContracts(
  transaction: Database,
  userId: string,
  ids: readonly string[],
): Promise<ContractRow[]> {
  await lockOwner(transaction, userId)
  return transaction
    .selectFrom('contracts')
    .select(contractColumns)
    .where(sql<SqlBool>`contracts.id = any(${ids}::uuid[])`)
    .where('contracts.user_id', '=', userId)
    .orderBy('contracts.id')
    .forNoKeyUpdate()
    .execute()
}

/** Clears the user's default unless it is `exceptId`, and returns its id. Call after `lockOwner`. */
export async function clearDefaultContract(
  transaction: Database,
  userId: string,
  exceptId: string | null,
): Promise<string | undefined> {
  const cleared = await transaction
    .updateTable('contracts')
    .set({ is_default: false })
    .where('user_id', '=', userId)
    .where('is_default', '=', true)
    .where('is_active', '=', true)
    .where(sql<SqlBool>`id is distinct from ${exceptId}::uuid`)
    .returning('id')
    .executeTakeFirst()
  return cleared?.id
}

/** Archives these contracts of the user, and clears their default flag. Returns them in any order. */
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
 * Restores the user's contract. An archived contract does not become the default again: imported contracts can be both
 * archived and the default, and there may be another default.
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

/** Deletes these contracts of the user with their parts. Their analyses are kept, with `config_id` null. */
export async function deleteContracts(db: Database, userId: string, ids: readonly string[]): Promise<void> {
  await db
    .deleteFrom('contracts')
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .where('user_id', '=', userId)
    .execute()
}

/**
 * Copies the user's contract with its parts in one statement, so that the copy is consistent. The copy is active, not
 * the default, and has no analyses.
 * @param name the name of the copy; null for the original name, truncated if necessary, with " (copy)".
 * @returns the id of the copy; undefined if the user has no such contract.
 */
export async function copyContract(
  db: Database,
  { id, userId }: Parent,
  name: string | null,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with copy as (
      insert into contracts (user_id, name, description, target_address, target_chain, target_name, target_abi, tags)
      select user_id, coalesce(${name}, left(name, 248) || ' (copy)'), description, target_address, target_chain,
        target_name, target_abi, tags
      from contracts where id = ${id} and user_id = ${userId}
      returning id, user_id
    ), competitors as (
      insert into contract_competitors (contract_id, user_id, address, chain, name, abi, group_name, created_at)
      select copy.id, copy.user_id, address, chain, name, abi, group_name, contract_competitors.created_at
      from copy, contract_competitors
      where contract_competitors.contract_id = ${id} and contract_competitors.user_id = ${userId}
      order by contract_competitors.created_at, contract_competitors.id limit ${maxCompetitors}
    ), endpoints as (
      insert into contract_rpc_config (contract_id, user_id, chain, rpc_urls)
      select copy.id, copy.user_id, chain, rpc_urls
      from copy, contract_rpc_config
      where contract_rpc_config.contract_id = ${id} and contract_rpc_config.user_id = ${userId}
    ), params as (
      insert into contract_analysis_params (contract_id, user_id, block_range, whale_threshold,
        max_concurrent_requests, failover_timeout, max_retries, output_formats, custom_params)
      select copy.id, copy.user_id, block_range, whale_threshold,
        max_concurrent_requests, failover_timeout, max_retries, output_formats, custom_params
      from copy, contract_analysis_params
      where contract_analysis_params.contract_id = ${id} and contract_analysis_params.user_id = ${userId}
    )
    select id from copy`.execute(db)
  return rows[0]?.id
}
