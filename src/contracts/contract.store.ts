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
import type { Parent, ScopedId } from '../database/gathering.ts'
import type { Page } from '../database/page.ts'
import { inPage, type PageRequest, type SortKey } from '../database/pagination.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import type { ContractFilter, ContractOrderField } from '../generated/graphql.ts'

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
export type ContractListRow = ContractRow & { readonly sortKey: Date | string }
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
