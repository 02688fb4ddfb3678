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

/** The digests of API keys that a user already has, in the table or in staging. */
export async function findKeyHolders(db: Database, digests: readonly string[]): Promise<HeldValue[]> {
  const { rows } = await sql<HeldValue>`
    select api_key as value, id as "userId" from users where api_key = any(${digests})
    union
    select api_key, id from staging.users where api_key = any(${digests})`.execute(db)
  return rows
}

/** An e-mail with the account that has it. */
export interface EmailHolder {
  readonly email: string
  readonly userId: string
  readonly isActive: boolean
  /** Where the account is from: from the source that is being imported, an earlier import, or registered here. */
  readonly origin: 'source' | 'import' | 'here'
}

/** The e-mails that an account already has, in the table or in staging; the latter come last. */
export async function findEmailHolders(db: Database, emails: readonly string[]): Promise<EmailHolder[]> {
  const { rows } = await sql<EmailHolder>`
    select email, "userId", "isActive", origin from (
      select users.email, users.id as "userId", users.is_active as "isActive",
        case when legacy_records.id is null then 'here' else 'import' end as origin, 1 as place
      from users
      left join legacy_records on legacy_records.kind = 'users' and legacy_records.id = users.id
      where users.email = any(${emails})
      union all
      select email, id, is_active, 'source', 2 from staging.users where email = any(${emails})
    ) as holders order by place`.execute(db)
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
