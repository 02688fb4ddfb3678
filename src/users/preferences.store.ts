import { type Selection, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'

const preferencesColumns = [
  'user_id as userId',
  'email_notifications as emailNotifications',
  'analysis_notifications as analysisNotifications',
  'default_chain as defaultChain',
  'custom_settings as customSettings',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

export type PreferencesRow = Selection<DB, 'user_preferences', (typeof preferencesColumns)[number]>

/** These users' settings, in any order. */
export function findPreferences(db: Database, userIds: readonly string[]): Promise<PreferencesRow[]> {
  return db
    .selectFrom('user_preferences')
    .select(preferencesColumns)
    .where(sql<SqlBool>`user_id = any(${userIds}::uuid[])`)
    .execute()
}
