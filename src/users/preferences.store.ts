import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'

const preferencesColumns = [
  'user_id as userId',
  'email_notifications as hasEmailNotifications',
  'analysis_notifications as hasAnalysisNotifications',
  'default_chain as defaultChain',
  'custom_settings as customSettings',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

export type PreferencesRow = Selection<DB, 'user_preferences', (typeof preferencesColumns)[number]>

/** A change of top-level members. Others are unchanged. */
export interface SettingsChange {
  /** An object as JSON text. */
  readonly set: string
  /** Names of members. */
  readonly removed: readonly string[]
}

/** Undefined fields are unchanged. */
export interface PreferencesChange {
  readonly hasEmailNotifications: boolean | undefined
  readonly hasAnalysisNotifications: boolean | undefined
  readonly defaultChain: string | undefined
  readonly customSettings: SettingsChange | undefined
  /** Update the preferences only if `updated_at` equals this. */
  readonly ifUnmodifiedSince: Date | undefined
}

/** The preferences of these users, in any order. */
export function findPreferences(db: Database, userIds: readonly string[]): Promise<PreferencesRow[]> {
  return db
    .selectFrom('user_preferences')
    .select(preferencesColumns)
    .where(sql<SqlBool>`user_id = any(${userIds}::uuid[])`)
    .execute()
}

/**
 * Updates the user's preferences, or inserts them, in one statement, so that no concurrent change is lost.
 * @param maxSettingsBytes the limit of `custom_settings` after the change.
 * @returns false if the change is empty, the preferences do not exist or were modified since `ifUnmodifiedSince`, or
 * the settings would be too large.
 */
export async function upsertPreferences(
  db: Database,
  userId: string,
  change: PreferencesChange,
  maxSettingsBytes: number,
): Promise<boolean> {
  const { customSettings, ifUnmodifiedSince } = change
  const columns = {
    email_notifications: change.hasEmailNotifications,
    analysis_notifications: change.hasAnalysisNotifications,
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
