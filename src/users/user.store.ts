import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import {
  allOf,
  containsText,
  countOfMonth,
  isOfKey,
  keyTable,
  resetOfMonth,
  withinRange,
} from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import {
  orderKey,
  orEarliest,
  type Page,
  type PageRequest,
  type SortKey,
  takePage,
} from '../database/pagination.ts'
import type { ScopedId } from '../database/request-batcher.ts'
import type { DB } from '../generated/database.ts'
import type { UserFilter, UserOrderField } from '../generated/graphql.ts'

// Without password and api_key: a column that is not selected can't leak.
const userColumns = [
  'users.id',
  'users.email',
  'users.name',
  'users.role',
  'users.tier',
  'users.is_active as isActive',
  'users.email_verified as isEmailVerified',
  'users.analysis_count as analysisCount',
  'users.last_analysis as lastAnalysisAt',
  'users.last_login as lastLoginAt',
  'users.created_at as createdAt',
  'users.updated_at as updatedAt',
] as const

// Computed, because the row is reset only when the next analysis is started.
const monthlyColumns = [
  countOfMonth('users.monthly_analysis_count', 'users.monthly_reset_date').as('monthlyAnalysisCount'),
  resetOfMonth('users.monthly_reset_date').as('monthlyResetAt'),
]

export type UserRow = Selection<DB, 'users', (typeof userColumns)[number]> & {
  readonly monthlyAnalysisCount: number
  readonly monthlyResetAt: Date
}
export type UserListRow = UserRow & { readonly sortKey: Date | string | number }
export type UserPage = Page<UserListRow>

export const userSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`users.created_at` },
  email: { type: 'text', expression: sql`users.email` },
  name: { type: 'text', expression: orderKey('users.name') },
  last_login_at: { type: 'timestamptz', expression: orEarliest('users.last_login') },
} satisfies Record<UserOrderField, SortKey>

/** The users with these ids that the scope includes, in any order. */
export function findUsers(db: Database, keys: readonly ScopedId[]): Promise<UserRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('users', (join) => join.on(isOfKey('users.id', 'users.id')))
    .select([...userColumns, ...monthlyColumns])
    .execute()
}

/**
 * The id of the user with this e-mail or id, whether the account is open or closed.
 * @param emailOrId the e-mail as it is stored, or the id in lower case.
 */
export async function findUserId(db: Database, emailOrId: string): Promise<string | undefined> {
  const user = await db
    .selectFrom('users')
    .select('id')
    .where(sql<SqlBool>`email = ${emailOrId} or id::text = ${emailOrId}`)
    .limit(1)
    .executeTakeFirst()
  return user?.id
}

/** A page of all users, in the order in which the page is fetched. */
export function listUsers(db: Database, filter: UserFilter, page: PageRequest): Promise<UserListRow[]> {
  return db
    .selectFrom('users')
    .select([...userColumns, ...monthlyColumns, page.sortKey.expression.as('sortKey')])
    .where(matches(filter))
    .$call(takePage(page, 'users.id'))
    .execute()
}

export async function countUsers(db: Database, filter: UserFilter): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(matches(filter))
    .executeTakeFirstOrThrow()
  return count
}

function matches({ search, roles, tiers, isActive, createdAt }: UserFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(search
      ? [sql<SqlBool>`(${containsText('users.name', search)} or ${containsText('users.email', search)})`]
      : []),
    ...(roles ? [sql<SqlBool>`users.role = any(${roles}::text[])`] : []),
    ...(tiers ? [sql<SqlBool>`users.tier = any(${tiers}::text[])`] : []),
    ...(isActive == null ? [] : [sql<SqlBool>`users.is_active = ${isActive}`]),
    ...withinRange(sql.ref('users.created_at'), createdAt),
  ])
}
