import { type Selection, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'

// Without logo and contract_abi: a logo may be an image, and few ask for either.
const onboardingColumns = [
  'user_id as userId',
  'completed',
  'website',
  'twitter',
  'discord',
  'telegram',
  'contract_address as contractAddress',
  'contract_chain as contractChain',
  'contract_name as contractName',
  'contract_purpose as contractPurpose',
  'contract_category as contractCategory',
  'contract_start_date as contractStartDate',
  'is_indexed as isIndexed',
  'indexing_progress as indexingProgress',
  'last_analysis_id as lastAnalysisId',
  'last_update as lastUpdate',
  'current_step as currentStep',
  'deployment_block as deploymentBlock',
  'continuous_sync as continuousSync',
  'continuous_sync_started as continuousSyncStarted',
  'continuous_sync_stopped as continuousSyncStopped',
  'has_errors as hasErrors',
  'completion_reason as completionReason',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

const documentColumns = ['user_id as userId', 'logo', 'contract_abi as contractAbi'] as const

export type OnboardingRow = Selection<DB, 'user_onboarding', (typeof onboardingColumns)[number]>
export type OnboardingDocuments = Selection<DB, 'user_onboarding', (typeof documentColumns)[number]>

/** Which parts of the start are done. */
export interface OnboardingProgress {
  readonly completed: boolean
  readonly hasSocialLinks: boolean
  readonly hasLogo: boolean
  readonly isIndexed: boolean
}

/** What these users told when starting, in any order. */
export function findOnboardings(db: Database, userIds: readonly string[]): Promise<OnboardingRow[]> {
  return db
    .selectFrom('user_onboarding')
    .select(onboardingColumns)
    .where(sql<SqlBool>`user_id = any(${userIds}::uuid[])`)
    .execute()
}

/** The large texts of these users' onboarding, in any order. */
export function findOnboardingDocuments(
  db: Database,
  userIds: readonly string[],
): Promise<OnboardingDocuments[]> {
  return db
    .selectFrom('user_onboarding')
    .select(documentColumns)
    .where(sql<SqlBool>`user_id = any(${userIds}::uuid[])`)
    .execute()
}

/** How far the user's start is; undefined for who has told nothing. The logo itself is not read. */
export function findOnboardingProgress(
  db: Database,
  userId: string,
): Promise<OnboardingProgress | undefined> {
  return db
    .selectFrom('user_onboarding')
    .select([
      'completed',
      'is_indexed as isIndexed',
      sql<boolean>`concat(website, twitter, discord, telegram) <> ''`.as('hasSocialLinks'),
      sql<boolean>`coalesce(logo <> '', false)`.as('hasLogo'),
    ])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}
