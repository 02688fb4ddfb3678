import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { flag } from './choice-codec.ts'
import { day, timestamp } from './date-codec.ts'
import { always, decodeFields, encodeFields, type Field, sometimes } from './fields.ts'
import { deriveId, uuid } from './identity.ts'
import { bigInteger, percent } from './number-codec.ts'
import { createPlace, type Draft, findObject, writeValue } from './place.ts'
import { jsonText, longText, text } from './text-codec.ts'
import type { Warn } from './warnings.ts'

type OnboardingRow = Selectable<DB['user_onboarding']>

const onboardingPlace = createPlace('/onboarding')
const startDatePlace = createPlace('/onboarding/defaultContract/startDate')

/** The application writes an empty text where the user gave no date. */
const startDate: Field<string | null> = {
  ...always(startDatePlace.pointer, day, null),
  encode: (column, record) => writeValue(record, startDatePlace, column ?? ''),
}

const fields = {
  completed: always('/onboarding/completed', flag, false),
  website: always('/onboarding/socialLinks/website', text(500), null),
  twitter: always('/onboarding/socialLinks/twitter', text(255), null),
  discord: always('/onboarding/socialLinks/discord', text(255), null),
  telegram: always('/onboarding/socialLinks/telegram', text(255), null),
  logo: always('/onboarding/logo', longText, null),
  contract_address: always('/onboarding/defaultContract/address', text(255), null),
  contract_chain: always('/onboarding/defaultContract/chain', text(50), null),
  contract_abi: always('/onboarding/defaultContract/abi', jsonText, null),
  contract_name: always('/onboarding/defaultContract/name', text(255), null),
  contract_purpose: always('/onboarding/defaultContract/purpose', longText, null),
  contract_category: always('/onboarding/defaultContract/category', text(100), null),
  contract_start_date: startDate,
  is_indexed: always('/onboarding/defaultContract/isIndexed', flag, false),
  indexing_progress: always('/onboarding/defaultContract/indexingProgress', percent, 0),
  last_analysis_id: always('/onboarding/defaultContract/lastAnalysisId', uuid, null),
  current_step: sometimes('/onboarding/defaultContract/currentStep', text(255), null),
  last_update: sometimes('/onboarding/defaultContract/lastUpdate', timestamp, null),
  deployment_block: sometimes('/onboarding/defaultContract/deploymentBlock', bigInteger, null),
  continuous_sync: sometimes('/onboarding/defaultContract/continuousSync', flag, false),
  continuous_sync_started: sometimes('/onboarding/defaultContract/continuousSyncStarted', timestamp, null),
  continuous_sync_stopped: sometimes('/onboarding/defaultContract/continuousSyncStopped', timestamp, null),
  completion_reason: sometimes('/onboarding/defaultContract/completionReason', text(255), null),
  has_errors: sometimes('/onboarding/defaultContract/hasErrors', flag, false),
}

/** The row for the user's onboarding; none when the record has no such object. */
export function decodeOnboarding(
  record: JsonObject,
  user: Selectable<DB['users']>,
  warn: Warn,
): OnboardingRow[] {
  if (findObject(record, onboardingPlace, warn) === undefined) return []
  const { created_at, updated_at } = user
  const columns = decodeFields(fields, record, warn)
  return [{ id: deriveId('user_onboarding', user.id), user_id: user.id, ...columns, created_at, updated_at }]
}

/** Adds the onboarding to the user's record. */
export function encodeOnboarding(row: OnboardingRow, record: Draft): void {
  encodeFields(fields, row, record)
}
