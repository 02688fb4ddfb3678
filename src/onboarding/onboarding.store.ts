import { type Selection, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { isContract } from '../database/identity.ts'
import { requireUnmodified } from '../errors.ts'
import type { DB } from '../generated/database.ts'

// Without logo and contract_abi: they are large and rarely selected.
const onboardingColumns = [
  'user_id as userId',
  'completed as isCompleted',
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
  'last_update as lastUpdatedAt',
  'current_step as currentStep',
  'deployment_block as deploymentBlock',
  'continuous_sync as isContinuousSync',
  'continuous_sync_started as continuousSyncStartedAt',
  'continuous_sync_stopped as continuousSyncStoppedAt',
  'has_errors as hasErrors',
  'completion_reason as completionReason',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

const documentColumns = ['user_id as userId', 'logo', 'contract_abi as contractAbi'] as const

export type OnboardingRow = Selection<DB, 'user_onboarding', (typeof onboardingColumns)[number]>
type OnboardingDocuments = Selection<DB, 'user_onboarding', (typeof documentColumns)[number]>

export interface OnboardingProgress {
  readonly isCompleted: boolean
  readonly hasSocialLinks: boolean
  readonly hasLogo: boolean
  readonly isIndexed: boolean
}

/** The onboarding of these users, in any order. */
export function findOnboardings(db: Database, userIds: readonly string[]): Promise<OnboardingRow[]> {
  return db
    .selectFrom('user_onboarding')
    .select(onboardingColumns)
    .where(sql<SqlBool>`user_id = any(${userIds}::uuid[])`)
    .execute()
}

/** The large columns of these users' onboarding, in any order. */
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

/** Undefined if the user has not started onboarding. Does not read the logo itself. */
export function findOnboardingProgress(
  db: Database,
  userId: string,
): Promise<OnboardingProgress | undefined> {
  return db
    .selectFrom('user_onboarding')
    .select([
      'completed as isCompleted',
      'is_indexed as isIndexed',
      sql<boolean>`concat(website, twitter, discord, telegram) <> ''`.as('hasSocialLinks'),
      sql<boolean>`coalesce(logo <> '', false)`.as('hasLogo'),
    ])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Null clears a field, undefined leaves it unchanged. */
export interface ProjectLinks {
  readonly website: string | null | undefined
  readonly twitter: string | null | undefined
  readonly discord: string | null | undefined
  readonly telegram: string | null | undefined
  readonly logo: string | null | undefined
}

/** Undefined fields are unchanged. The state of indexing is not among them: it follows the analyses. */
export interface OnboardingChange extends ProjectLinks {
  /** A whole number. */
  readonly deploymentBlock: string | null | undefined
}

/** The contract that a user names during onboarding. */
export interface OnboardingContract {
  readonly address: string
  readonly chain: string
  readonly name: string
  readonly abi: string | null
  readonly purpose: string | null
  readonly category: string | null
  /** A date: 2026-03-01. */
  readonly startDate: string | null
}

/**
 * Updates the user's onboarding, or inserts it.
 * @param since update only if `updated_at` equals this.
 * @throws AppError CONFLICT if it was modified since, NOT_FOUND if `since` is given and there is no onboarding.
 */
export async function updateOnboarding(
  transaction: Database,
  userId: string,
  change: OnboardingChange,
  since?: Date,
): Promise<void> {
  if (since === undefined) await insertIfAbsent(transaction, userId)
  const { numUpdatedRows } = await transaction
    .updateTable('user_onboarding')
    .set({
      ...toLinks(change),
      updated_at: sql.ref('user_onboarding.updated_at'),
      deployment_block: change.deploymentBlock,
    })
    .where('user_id', '=', userId)
    .$if(since !== undefined, (query) => query.where(sql<SqlBool>`updated_at = ${since}`))
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) {
    requireUnmodified('Onboarding', await findUpdatedAt(transaction, userId), since)
  }
}

/**
 * Saves links and contract. The state of indexing changes with the default contract; only the block, which belongs to the
 * address, is cleared here.
 */
export async function completeOnboarding(
  transaction: Database,
  userId: string,
  links: ProjectLinks,
  contract: OnboardingContract,
): Promise<void> {
  await insertIfAbsent(transaction, userId)
  await clearBlockOfOther(transaction, userId, contract)
  await transaction
    .updateTable('user_onboarding')
    .set({
      ...toLinks(links),
      completed: true,
      contract_address: contract.address,
      contract_chain: contract.chain,
      contract_name: contract.name,
      contract_abi: contract.abi,
      contract_purpose: contract.purpose,
      contract_category: contract.category,
      contract_start_date: contract.startDate,
    })
    .where('user_id', '=', userId)
    .execute()
}

async function insertIfAbsent(transaction: Database, userId: string): Promise<void> {
  await transaction
    .insertInto('user_onboarding')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .execute()
}

async function clearBlockOfOther(
  transaction: Database,
  userId: string,
  contract: OnboardingContract,
): Promise<void> {
  await transaction
    .updateTable('user_onboarding')
    .set({ deployment_block: null })
    .where('user_id', '=', userId)
    .where(
      sql<SqlBool>`not ${isContract({ address: 'contract_address', chain: 'contract_chain' }, contract)}`,
    )
    .execute()
}

async function findUpdatedAt(transaction: Database, userId: string): Promise<Date | undefined> {
  const onboarding = await transaction
    .selectFrom('user_onboarding')
    .select('updated_at as updatedAt')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return onboarding?.updatedAt
}

function toLinks({ website, twitter, discord, telegram, logo }: ProjectLinks) {
  return { website, twitter, discord, telegram, logo }
}
