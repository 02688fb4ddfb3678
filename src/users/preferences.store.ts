import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
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

/** A change of the settings' members at the top level; the others stay. */
export interface SettingsChange {
  /** An object as JSON text. */
  readonly set: string
  /** Names. */
  readonly removed: readonly string[]
}

/** What is undefined stays. */
export interface PreferencesChange {
  readonly emailNotifications: boolean | undefined
  readonly analysisNotifications: boolean | undefined
  readonly defaultChain: string | undefined
  readonly customSettings: SettingsChange | undefined
  /** Change only settings that were last changed at this moment. */
  readonly ifUnmodifiedSince: Date | undefined
}

/** These users' settings, in any order. */
export function findPreferences(db: Database, userIds: readonly string[]): Promise<PreferencesRow[]> {
  return db
    .selectFrom('user_preferences')
    .select(preferencesColumns)
    .where(sql<SqlBool>`user_id = any(${userIds}::uuid[])`)
    .execute()
}

/**
 * Changes the user's settings, or saves the first ones: one statement, so that of changes at once none is lost.
 * @param maxSettingsBytes what the changed object may not exceed.
 * @returns false when there are none that were last changed at the moment given, or they would become too large.
 */
export async function upsertPreferences(
  db: Database,
  userId: string,
  change: PreferencesChange,
  maxSettingsBytes: number,
): Promise<boolean> {
  const { customSettings, ifUnmodifiedSince } = change
  const columns = {
    email_notifications: change.emailNotifications,
    analysis_notifications: change.analysisNotifications,
    default_chain: change.defaultChain,
  }
  const merged = customSettings && merge(customSettings)
  const fits = merged
    ? sql<SqlBool>`octet_length((${merged})::text) <= ${maxSettingsBytes}`
    : sql<SqlBool>`true`
  const isEmpty = [merged, ...Object.values(columns)].every((value) => value === undefined)
  if (ifUnmodifiedSince !== undefined) {
    if (isEmpty) return false
    const updated = await db
      .updateTable('user_preferences')
      .set({ ...columns, custom_settings: merged })
      .where('user_id', '=', userId)
      .where(sql<SqlBool>`updated_at = ${ifUnmodifiedSince}`)
      .where(fits)
      .executeTakeFirstOrThrow()
    return updated.numUpdatedRows === 1n
  }
  const saved = await db
    .insertInto('user_preferences')
    .values({ user_id: userId, ...columns, custom_settings: customSettings?.set })
    .onConflict((conflict) => {
      const known = conflict.column('user_id')
      return isEmpty
        ? known.doNothing()
        : known.doUpdateSet({ ...columns, custom_settings: merged }).where(fits)
    })
    .executeTakeFirstOrThrow()
  return saved.numInsertedOrUpdatedRows === 1n
}

function merge({ set, removed }: SettingsChange): RawBuilder<string> {
  return sql`(user_preferences.custom_settings - ${removed}::text[]) || ${set}::jsonb`
}
