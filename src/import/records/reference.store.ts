import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

/** A row with its owner. */
export interface OwnedRow {
  readonly id: string
  readonly userId: string
}

/** A unique value with the user who has it. */
export interface HeldValue {
  readonly value: string
  readonly userId: string
}

/** The ids that exist as users, in the table or in staging. */
export async function findUserIds(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where id = any(${ids}::uuid[])
    union select id from staging.users where id = any(${ids}::uuid[])`.execute(db)
  return rows.map(({ id }) => id)
}

/** The contracts or sessions with these ids, in the table or in staging, with their owners. */
export async function findOwners(
  db: Database,
  table: 'contracts' | 'chat_sessions',
  ids: readonly string[],
): Promise<OwnedRow[]> {
  const { rows } = await sql<OwnedRow>`
    select id, user_id as "userId" from ${sql.table(table)} where id = any(${ids}::uuid[])
    union
    select id, user_id from ${sql.table(`staging.${table}`)} where id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** The values that a user already has, in the table or in staging. */
export async function findHolders(
  db: Database,
  column: 'email' | 'api_key',
  values: readonly string[],
): Promise<HeldValue[]> {
  const { rows } = await sql<HeldValue>`
    select ${sql.ref(column)} as value, id as "userId" from users where ${sql.ref(column)} = any(${values})
    union
    select ${sql.ref(column)}, id from staging.users where ${sql.ref(column)} = any(${values})`.execute(db)
  return rows
}

/** The users' active default contracts after publishing: a staged contract replaces its row. */
export async function findDefaultContracts(db: Database, userIds: readonly string[]): Promise<OwnedRow[]> {
  const { rows } = await sql<OwnedRow>`
    select id, user_id as "userId" from contracts
    where user_id = any(${userIds}::uuid[]) and is_default and is_active
      and not exists (select from staging.contracts staged where staged.id = contracts.id)
    union all
    select id, user_id from staging.contracts
    where user_id = any(${userIds}::uuid[]) and is_default and is_active`.execute(db)
  return rows
}
