import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject, JsonValue } from '../../json/json-value.ts'
import { holdsInText } from '../../json/jsonb.ts'
import { apiKeyDigest, createUnusableDigest, digestApiKey } from './api-key.ts'
import { flag, oneOf } from './choice-codec.ts'
import { timestamp } from './date-codec.ts'
import type { Decoded, Entity, RecordContext, RecordRows, Rejection } from './entity.ts'
import { always, decodeFields, encodeFields, type Field, required, sometimes } from './fields.ts'
import { ownValue, readId, reject } from './identity.ts'
import { count } from './number-codec.ts'
import { recordDates, unknownDate } from './record-dates.ts'
import { getOwnRow } from './rows.ts'
import { text } from './text-codec.ts'
import { decodeOnboarding, encodeOnboarding } from './user-onboarding.ts'
import { decodePreferences, encodePreferences } from './user-preferences.ts'
import { createWarnings, type Warn } from './warnings.ts'

const maxEmailCharacters = 255
/** No password has this hash. */
const unusablePassword = '!'

const verified = always('/emailVerified', flag, false)
const alsoVerified = always('/is_verified', flag, false)
/** The application takes an e-mail for verified when either field says so. */
const emailVerified: Field<boolean> = {
  decode: (record, warn) => verified.decode(record, warn) || alsoVerified.decode(record, warn),
  encode: verified.encode,
}

const fields = {
  password: required('/password', text(255), unusablePassword),
  name: required('/name', text(255), ''),
  tier: required('/tier', oneOf(['free', 'starter', 'pro', 'enterprise']), 'free'),
  api_key: always('/apiKey', apiKeyDigest, null),
  is_active: always('/isActive', flag, true),
  email_verified: emailVerified,
  // A bug of the application wrote keys with a dot beside `usage`, and never read them: they count only without it.
  analysis_count: always(['/usage/analysisCount', '/usage.analysisCount'], count, 0),
  monthly_analysis_count: always(['/usage/monthlyAnalysisCount', '/usage.monthlyAnalysisCount'], count, 0),
  last_analysis: always(['/usage/lastAnalysis', '/usage.lastAnalysis'], timestamp, null),
  // A counter that was never reset counts since the user came.
  monthly_reset_date: always(
    ['/usage/monthlyResetDate', '/usage/lastReset', '/createdAt', '/updatedAt'],
    timestamp,
    unknownDate,
  ),
  ...recordDates,
  last_login: sometimes('/lastLogin', timestamp, null),
}

/** users.json: a user with the onboarding and the preferences, which are rows of their own. */
export const userEntity: Entity = { kind: 'users', conceal, decode, encode }

function conceal(record: JsonObject): JsonObject {
  const key = ownValue(record, 'apiKey')
  return key === null || key === '' ? record : { ...record, apiKey: digestApiKey(key) }
}

function decode(record: JsonObject, context: RecordContext): Decoded | Rejection {
  const { warn, list } = createWarnings()
  const id = readId(record, context)
  if (typeof id !== 'string') return id
  const email = readEmail(ownValue(record, 'email'), warn)
  if (typeof email !== 'string') return email
  warnOfRole(record, warn)
  const columns = decodeFields(fields, record, warn)
  if (columns.api_key === null) warn('MISSING_VALUE', '/apiKey')
  const user: Selectable<DB['users']> = {
    id,
    email,
    role: 'user',
    ...columns,
    api_key: columns.api_key ?? createUnusableDigest(id),
  }
  const rows: RecordRows = {
    users: [user],
    user_onboarding: decodeOnboarding(record, user, warn),
    user_preferences: decodePreferences(record, user, warn),
  }
  return { id, rows, warnings: list() }
}

function readEmail(value: JsonValue, warn: Warn): string | Rejection {
  if (value === null) return reject('MISSING_EMAIL', '/email')
  const email = typeof value === 'string' ? value.trim().toLowerCase() : ''
  const isAddress = /.@./s.test(email) && holdsInText(email) && [...email].length <= maxEmailCharacters
  if (!isAddress) return reject('INVALID_EMAIL', '/email')
  if (email !== value) warn('VALUE_CHANGED', '/email')
  return email
}

function warnOfRole(record: JsonObject, warn: Warn): void {
  const role = ownValue(record, 'role')
  if (role !== null && role !== 'user') warn('ROLE_NOT_GRANTED', '/role')
}

function encode(rows: RecordRows): JsonObject {
  const user = getOwnRow(rows, 'users')
  const record = encodeFields(fields, user, { id: user.id, email: user.email })
  for (const onboarding of rows.user_onboarding ?? []) encodeOnboarding(onboarding, record)
  for (const preferences of rows.user_preferences ?? []) encodePreferences(preferences, record)
  return record
}
