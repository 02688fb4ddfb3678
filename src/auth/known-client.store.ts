import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'

const lifetime = sql`interval '90 days'`
/** The last login is updated at most once within this time, so that most logins write nothing here. */
const precision = sql`interval '1 day'`
const maxClients = 20

/** For queries that join `known_clients`: whether the account has logged in from the client. */
export const isKnownClient: RawBuilder<boolean> = sql`
coalesce(known_clients.last_login_at > now() - ${lifetime}, false)`

/** For queries that join `known_clients`: whether the last login is old enough to be updated. */
export const isClientOutdated: RawBuilder<boolean> = sql`
coalesce(known_clients.last_login_at <= now() - ${precision}, true)`

/** Whether the open account with this e-mail has logged in from the client. */
export async function hasKnownClient(db: Database, email: string, client: Buffer): Promise<boolean> {
  const found = await db
    .selectFrom('users')
    .innerJoin('known_clients', 'known_clients.user_id', 'users.id')
    .select('known_clients.user_id')
    .where('users.email', '=', email)
    .where('known_clients.client', '=', client)
    .where(isKnownClient)
    .executeTakeFirst()
  return found !== undefined
}

/** Records that the account has logged in from the client, and forgets all but the most recent clients. */
export async function upsertKnownClient(db: Database, userId: string, client: Buffer): Promise<void> {
  await sql`
with forgotten as (
  delete from known_clients where user_id = ${userId} and client in (
    select client from known_clients where user_id = ${userId} and client <> ${client}
    order by last_login_at desc, client offset ${maxClients - 1}
  )
)
insert into known_clients (user_id, client) values (${userId}, ${client})
on conflict (user_id, client) do update set last_login_at = current_timestamp`.execute(db)
}

/** Forgets the clients of the account. */
export async function deleteKnownClients(transaction: Database, userId: string): Promise<void> {
  await transaction.deleteFrom('known_clients').where('user_id', '=', userId).execute()
}

/** Deletes up to `limit` clients that have not logged in recently. */
export async function deleteOldClients(db: Database, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
delete from known_clients where (user_id, client) in (
  select user_id, client from known_clients where last_login_at <= now() - ${lifetime}
  limit ${limit} for update skip locked
)`.execute(db)
  return Number(numAffectedRows)
}
