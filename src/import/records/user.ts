import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import { canonicalText } from '../../json/canonical.ts'
import type { JsonObject, JsonValue } from '../../json/json-value.ts'
import { isStorableText } from '../../json/jsonb.ts'
import { type Codec, flag, oneOf } from './codec.ts'
import { day, timestamp } from './date-codec.ts'
import { prepareEmailLink } from './email-link.ts'
import {
  createFieldPath,
  type Draft,
  decodeFields,
  encodeFields,
  type Field,
  field,
  findObject,
  optionalField,
  otherMembers,
  recordDates,
  requiredField,
  unknownDate,
  writeValue,
} from './fields.ts'
import { deriveId, ownValue, readId, uuid } from './identity.ts'
import { bigInteger, counter, percent } from './number-codec.ts'
import { createRandomKeyDigest } from './owner-link.ts'
import {
  type Decoded,
  getOwnRow,
  type Link,
  type LinkPolicies,
  type RecordContext,
  type RecordRows,
  type RecordType,
} from './record-type.ts'
import { findKeyHolders } from './reference.store.ts'
import { jsonText, longText, text } from './text-codec.ts'
import { createWarnings, type Rejection, reject, type Warn, type Warning } from './warnings.ts'

const digestPattern = /^sha256:[0-9a-f]{64}$/

/** The stored form of an API key. Records written by an export already contain the digest. */
function digestApiKey(key: JsonValue): string {
  if (typeof key === 'string' && digestPattern.test(key)) return key
  return `sha256:${hash('sha256', typeof key === 'string' ? key : canonicalText(key))}`
}

/** The column of an API key that `conceal` has replaced. */
const apiKeyDigest: Codec<string> = {
  decode(value, warn) {
    if (typeof value === 'string' && digestPattern.test(value)) return value
    if (value !== '') warn('WRONG_TYPE')
    return undefined
  },
  encode: (column) => column,
}

/**
 * A digest that matches no key, for a user without one. SHA-512/256, so no known text has it as its SHA-256; unlike
 * random bytes it is the same on every import.
 */
function createUnusableKeyDigest(userId: string): string {
  return `sha256:${hash('sha512-256', userId)}`
}

const maxEmailCharacters = 255
/** Not a valid hash, so no password matches it. */
const unusablePassword = '!'

const verified = field('/emailVerified', flag, false)
const alsoVerified = field('/is_verified', flag, false)
/** The application considers an e-mail verified if either field is true. */
const emailVerified: Field<boolean> = {
  decode: (record, warn) => verified.decode(record, warn) || alsoVerified.decode(record, warn),
  encode: verified.encode,
}

const fields = {
  password: requiredField('/password', text(255), unusablePassword),
  name: requiredField('/name', text(255), ''),
  tier: requiredField('/tier', oneOf(['free', 'starter', 'pro', 'enterprise']), 'free'),
  api_key: field('/apiKey', apiKeyDigest, null),
  is_active: field('/isActive', flag, true),
  email_verified: emailVerified,
  // An application bug wrote keys with a dot next to `usage` and never read them: used only if `usage` is missing.
  analysis_count: field(['/usage/analysisCount', '/usage.analysisCount'], counter, 0),
  monthly_analysis_count: field(['/usage/monthlyAnalysisCount', '/usage.monthlyAnalysisCount'], counter, 0),
  last_analysis: field(['/usage/lastAnalysis', '/usage.lastAnalysis'], timestamp, null),
  // A counter that was never reset counts from the user's creation.
  monthly_reset_date: field(
    ['/usage/monthlyResetDate', '/usage/lastReset', '/createdAt', '/updatedAt'],
    timestamp,
    unknownDate,
  ),
  ...recordDates,
  last_login: optionalField('/lastLogin', timestamp, null),
}

/** users.json: users with their onboarding and preferences, each in its own table. */
export const userRecords: RecordType = {
  kind: 'users',
  tables: {
    own: { table: 'users', key: 'id' },
    parts: [
      { table: 'user_onboarding', key: 'user_id' },
      { table: 'user_preferences', key: 'user_id' },
    ],
  },
  conceal,
  decode,
  encode,
  prepareLink,
}

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
    api_key: columns.api_key ?? createUnusableKeyDigest(id),
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
  const email = typeof value === 'string' ? value.trim().toLowerCase().normalize() : ''
  const isAddress = /.@./s.test(email) && isStorableText(email) && [...email].length <= maxEmailCharacters
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

type OnboardingRow = Selectable<DB['user_onboarding']>

const onboardingPath = createFieldPath('/onboarding')
const startDatePath = createFieldPath('/onboarding/defaultContract/startDate')

/** The application writes an empty string if the user gave no date. */
const startDate: Field<string | null> = {
  ...field(startDatePath.pointer, day, null),
  encode: (column, record) => writeValue(record, startDatePath, column ?? ''),
}

const onboardingFields = {
  completed: field('/onboarding/completed', flag, false),
  website: field('/onboarding/socialLinks/website', text(500), null),
  twitter: field('/onboarding/socialLinks/twitter', text(255), null),
  discord: field('/onboarding/socialLinks/discord', text(255), null),
  telegram: field('/onboarding/socialLinks/telegram', text(255), null),
  logo: field('/onboarding/logo', longText, null),
  contract_address: field('/onboarding/defaultContract/address', text(255), null),
  contract_chain: field('/onboarding/defaultContract/chain', text(50), null),
  contract_abi: field('/onboarding/defaultContract/abi', jsonText, null),
  contract_name: field('/onboarding/defaultContract/name', text(255), null),
  contract_purpose: field('/onboarding/defaultContract/purpose', longText, null),
  contract_category: field('/onboarding/defaultContract/category', text(100), null),
  contract_start_date: startDate,
  is_indexed: field('/onboarding/defaultContract/isIndexed', flag, false),
  indexing_progress: field('/onboarding/defaultContract/indexingProgress', percent, 0),
  last_analysis_id: field('/onboarding/defaultContract/lastAnalysisId', uuid, null),
  current_step: optionalField('/onboarding/defaultContract/currentStep', text(255), null),
  last_update: optionalField('/onboarding/defaultContract/lastUpdate', timestamp, null),
  deployment_block: optionalField('/onboarding/defaultContract/deploymentBlock', bigInteger, null),
  continuous_sync: optionalField('/onboarding/defaultContract/continuousSync', flag, false),
  continuous_sync_started: optionalField(
    '/onboarding/defaultContract/continuousSyncStarted',
    timestamp,
    null,
  ),
  continuous_sync_stopped: optionalField(
    '/onboarding/defaultContract/continuousSyncStopped',
    timestamp,
    null,
  ),
  completion_reason: optionalField('/onboarding/defaultContract/completionReason', text(255), null),
  has_errors: optionalField('/onboarding/defaultContract/hasErrors', flag, false),
}

function decodeOnboarding(record: JsonObject, user: Selectable<DB['users']>, warn: Warn): OnboardingRow[] {
  if (findObject(record, onboardingPath, warn) === undefined) return []
  const { created_at, updated_at } = user
  const columns = decodeFields(onboardingFields, record, warn)
  return [{ id: deriveId('user_onboarding', user.id), user_id: user.id, ...columns, created_at, updated_at }]
}

function encodeOnboarding(row: OnboardingRow, record: Draft): void {
  encodeFields(onboardingFields, row, record)
}

type PreferencesRow = Selectable<DB['user_preferences']>

const preferencesPath = createFieldPath('/preferences')

const preferencesFields = {
  email_notifications: field('/preferences/notifications/email', flag, true),
  analysis_notifications: field('/preferences/notifications/analysis', flag, true),
  default_chain: field('/preferences/defaultChain', text(50), 'ethereum'),
  custom_settings: otherMembers('/preferences', ['notifications', 'defaultChain']),
}

function decodePreferences(record: JsonObject, user: Selectable<DB['users']>, warn: Warn): PreferencesRow[] {
  if (findObject(record, preferencesPath, warn) === undefined) return []
  const { created_at, updated_at } = user
  const columns = decodeFields(preferencesFields, record, warn)
  return [{ id: deriveId('user_preferences', user.id), user_id: user.id, ...columns, created_at, updated_at }]
}

function encodePreferences(row: PreferencesRow, record: Draft): void {
  encodeFields(preferencesFields, row, record)
}

/**
 * E-mails and API keys are unique. A user with a taken e-mail is rejected or gets a substitute; one with a taken key
 * loses the key.
 */
async function prepareLink(
  db: Database,
  records: readonly Decoded[],
  { onEmailTaken }: LinkPolicies,
): Promise<Link> {
  const users = records.map(({ rows }) => getOwnRow(rows, 'users'))
  const linkEmail = await prepareEmailLink(db, users, onEmailTaken)
  const apiKeys = users.map((user) => user.api_key)
  const holders = await findKeyHolders(db, apiKeys)
  const keyHolders = new Map(holders.map(({ value, userId }) => [value, userId]))
  return ({ rows }) => {
    const decoded = getOwnRow(rows, 'users')
    const linked = linkEmail(decoded)
    if ('code' in linked) return linked
    const keyHolder = keyHolders.get(decoded.api_key) ?? decoded.id
    keyHolders.set(decoded.api_key, keyHolder)
    const isKeyTaken = keyHolder !== decoded.id
    const user = isKeyTaken ? { ...linked.user, api_key: createRandomKeyDigest() } : linked.user
    const warnings = isKeyTaken ? [...linked.warnings, keyTaken] : linked.warnings
    return { ...linked, rows: { ...rows, users: [user] }, warnings }
  }
}

const keyTaken: Warning = { code: 'API_KEY_TAKEN', pointer: '/apiKey' }
