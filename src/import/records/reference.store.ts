import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

/** A row and whose it is. */
export interface OwnedRow {
  readonly id: string
  readonly userId: string
}

/** A value that only one user may have, and who has it. */
export interface HeldValue {
  readonly value: string
  readonly userId: string
}

/** Those of the ids that are users, staged ones too. */
export async function findUserIds(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where id = any(${ids}::uuid[])
    union select id from staging.users where id = any(${ids}::uuid[])`.execute(db)
  return rows.map(({ id }) => id)
}

/** Those of the ids that are contracts or sessions, staged ones too, each with its owner. */
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

/** Those of the values that a user has, staged ones too. */
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

/** The active default contracts of the users as they will be: a staged contract stands for its row. */
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
