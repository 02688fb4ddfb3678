import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { flag } from './choice-codec.ts'
import { always, decodeFields, encodeFields } from './fields.ts'
import { deriveId } from './identity.ts'
import { otherMembers } from './other-members.ts'
import { createPlace, type Draft, findObject } from './place.ts'
import { text } from './text-codec.ts'
import type { Warn } from './warnings.ts'

type PreferencesRow = Selectable<DB['user_preferences']>

const preferencesPlace = createPlace('/preferences')

const fields = {
  email_notifications: always('/preferences/notifications/email', flag, true),
  analysis_notifications: always('/preferences/notifications/analysis', flag, true),
  default_chain: always('/preferences/defaultChain', text(50), 'ethereum'),
  custom_settings: otherMembers('/preferences', ['notifications', 'defaultChain']),
}

/** The row for the user's preferences; none when the record has no such object. */
export function decodePreferences(
  record: JsonObject,
  user: Selectable<DB['users']>,
  warn: Warn,
): PreferencesRow[] {
  if (findObject(record, preferencesPlace, warn) === undefined) return []
  const { created_at, updated_at } = user
  const columns = decodeFields(fields, record, warn)
  return [{ id: deriveId('user_preferences', user.id), user_id: user.id, ...columns, created_at, updated_at }]
}

/** Adds the preferences to the user's record. */
export function encodePreferences(row: PreferencesRow, record: Draft): void {
  encodeFields(fields, row, record)
}
