import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import {
  allOf,
  beginningContainsText,
  containsText,
  equalsText,
  isOfKey,
  keyTable,
  parentTable,
  withinRange,
} from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import { requireFound, requireUnmodified } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import type { ContractFilter, ContractOrderField } from '../generated/graphql.ts'
import { type AnalysisParamsChange, updateAnalysisParams } from './analysis-params.store.ts'
import { maxCompetitors, type NewCompetitor, replaceCompetitors } from './competitor.store.ts'
import { type NewRpcConfig, replaceRpcConfigs } from './rpc-config.store.ts'

// Without target_abi: it is large, and few ask for it.
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
  'contracts.last_analyzed as lastAnalyzed',
  'contracts.analysis_count as analysisCount',
  'contracts.created_at as createdAt',
  'contracts.updated_at as updatedAt',
] as const

/** What a list's rows have whatever is asked for, and what fields of other names need. */
const contractNeeds = {
  always: ['userId'],
  byField: {
    owner: ['userId'],
    targetAbi: ['id', 'userId'],
    competitors: ['id', 'userId'],
    rpcConfigs: ['id', 'userId'],
    analysisParams: ['id', 'userId'],
    analyses: ['id', 'userId'],
  },
}

/** Characters that `filter.search` reads of a description. */
const searchedDescriptionLength = 1000

export type ContractRow = Selection<DB, 'contracts', (typeof contractColumns)[number]>
type ContractListRow = ContractRow & { readonly sortKey: Date | string }
export type ContractPage = Page<ContractListRow>

export const contractSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`contracts.created_at` },
  updated_at: { type: 'timestamptz', expression: sql`contracts.updated_at` },
  name: { type: 'text', expression: sql`contracts.name` },
} satisfies Record<ContractOrderField, SortKey>

/** Those of the ids that are whose they must be, in any order. */
export function findContracts(db: Database, keys: readonly ScopedId[]): Promise<ContractRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('contracts', (join) => join.on(isOfKey('contracts.id', 'contracts.user_id')))
    .select(contractColumns)
    .execute()
}

/** A page of each owner's contracts; within an owner in the page's fetching order. */
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
          .where(inPage(page, 'contracts.id'))
          .orderBy(page.sortKey.expression, page.fetchDirection)
          .orderBy('contracts.id', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('contract'),
      (join) => join.onTrue(),
    )
    .select(choosePageColumns('contract', contractColumns, page.fields, contractNeeds))
    .orderBy('contract.sortKey', page.fetchDirection)
    .orderBy('contract.id', page.fetchDirection)
    .execute()
}

/** How many contracts each owner has that match; owners without any are left out. */
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

/** The ABIs of those contracts that belong to the given owners. */
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
  const { search, chain, tags, address, isActive, isDefault, createdAt, updatedAt } = filter
  return allOf([
    ...(search ? [matchesSearch(search)] : []),
    ...(chain ? [sql<SqlBool>`contracts.target_chain = any(${chain}::text[])`] : []),
    ...(tags ? [sql<SqlBool>`contracts.tags @> ${tags}::text[]`] : []),
    ...(address ? [equalsText('contracts.target_address', address)] : []),
    ...(isActive == null ? [] : [sql<SqlBool>`contracts.is_active = ${isActive}`]),
    ...(isDefault == null ? [] : [sql<SqlBool>`contracts.is_default = ${isDefault}`]),
    ...withinRange(sql.ref('contracts.created_at'), createdAt),
    ...withinRange(sql.ref('contracts.updated_at'), updatedAt),
  ])
}

/** No index supports matching part of a description, so all of the owner's contracts are read. */
function matchesSearch(search: string): RawBuilder<SqlBool> {
  const name = containsText('contracts.name', search)
  const description = beginningContainsText('contracts.description', searchedDescriptionLength, search)
  return sql`(${name} or ${description} or ${containsText('contracts.target_address', search)})`
}

/** What becomes of a contract's own columns and of its parts. What is undefined or left out stays. */
export interface ContractChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly targetAddress?: string | undefined
  readonly targetChain?: string | undefined
  readonly targetName?: string | null | undefined
  readonly targetAbi?: string | null | undefined
  readonly tags?: readonly string[] | undefined
  readonly competitors?: readonly NewCompetitor[] | undefined
  readonly rpcConfigs?: readonly NewRpcConfig[] | undefined
  /** Null for the defaults. */
  readonly analysisParams?: AnalysisParamsChange | null | undefined
}

export interface NewContract extends ContractChange {
  readonly name: string
  readonly targetAddress: string
  readonly targetChain: string
  readonly isDefault: boolean
}

/** Adds a contract with its parts, and gives its id. As the default it takes the place of the one before. */
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
 * Changes a contract and its parts. The contract's row comes first: it is locked, so that of changes at once each
 * comes after the other, and its `updated_at` moves even if only a part changes.
 * @param since change only if it was last changed at this moment.
 * @throws AppError NOT_FOUND, CONFLICT when it was changed since.
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

/** The active default contracts of these users, in any order. */
export function findDefaultContracts(db: Database, userIds: readonly string[]): Promise<ContractRow[]> {
  return db
    .selectFrom('contracts')
    .select(contractColumns)
    .where(sql<SqlBool>`contracts.user_id = any(${userIds}::uuid[])`)
    .where('contracts.is_default', '=', true)
    .where('contracts.is_active', '=', true)
    .execute()
}

/**
 * Lets one change of several of a user's contracts go after the other: until the transaction ends, others wait here.
 * Without it, two that set another default at once would not see each other's, and `contracts_one_default` would
 * refuse the second; two that archive the same contracts in another order could wait for each other.
 */
export async function lockOwner(transaction: Database, userId: string): Promise<void> {
  await transaction
    .selectFrom('users')
    .select('users.id')
    .where('users.id', '=', userId)
    .forNoKeyUpdate()
    .execute()
}

/** The user's contracts with these ids, in any order. Neither they nor the default change until the transaction ends. */
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

/** Makes the contract the default; gives the one before, undefined without one. To be called after `lockContracts`. */
export async function setDefaultContract(
  transaction: Database,
  { id, userId }: Parent,
): Promise<string | undefined> {
  const previousId = await clearDefaultContract(transaction, userId, id)
  await transaction
    .updateTable('contracts')
    .set({ is_default: true })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .execute()
  return previousId
}

/** No contract of the user's but the one given is the default any more. To be called after `lockOwner`. */
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

/**
 * Copies the user's contract with all its parts, and gives the copy's id; undefined when there is no such contract.
 * One statement: all is of one moment. The copy is active, not the default, and has no analyses.
 * @param name of the copy; null for the name with " (copy)", as far as the column takes it.
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
      insert into contract_competitors (contract_id, user_id, address, chain, name, abi, created_at)
      select copy.id, copy.user_id, address, chain, name, abi, contract_competitors.created_at
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
