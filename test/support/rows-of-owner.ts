import type { Database } from '../../src/database/connection.ts'
import {
  insertAnalysis,
  insertAnalysisParams,
  insertCompetitor,
  insertContract,
  insertMessage,
  insertOnboarding,
  insertPreferences,
  insertRpcConfig,
  insertSession,
} from './factories.ts'

export interface RowCounts {
  readonly contracts: number
  /** For each contract. */
  readonly analyses: number
  readonly competitors: number
  readonly sessions: number
  /** For each session. */
  readonly messages: number
}

/**
 * Gives a user rows of every kind. `mark` stands in every text and JSON column, so that a row that strays can be
 * recognised; times and addresses are the same for every owner.
 */
export async function insertRowsOf(
  db: Database,
  { id: user_id, mark }: { readonly id: string; readonly mark: string },
  counts: RowCounts,
): Promise<void> {
  const json = JSON.stringify({ mark })
  for (let number = 0; number < counts.contracts; number++) {
    await insertContractOf(db, { user_id, mark, created_at: momentOf(number) }, counts)
  }
  for (let number = 0; number < counts.sessions; number++) {
    const created_at = momentOf(number)
    const texts = { title: mark, contract_name: mark, metadata: json }
    const session = await insertSession(db, { user_id, ...texts, created_at, contract_address: '0x1111' })
    for (let place = 0; place < counts.messages; place++) {
      const values = { content: mark, components: `[${json}]`, metadata: json, model: mark }
      await insertMessage(db, session, { ...values, created_at: momentOf(place) })
    }
  }
}

/** A user's settings, and their onboarding that names the analysis as its last. */
export async function insertProfileOf(
  db: Database,
  { id: user_id, mark }: { readonly id: string; readonly mark: string },
  lastAnalysisId: string,
): Promise<void> {
  await insertPreferences(db, { user_id, custom_settings: JSON.stringify({ mark }) })
  const texts = { website: mark, twitter: mark, logo: mark, contract_abi: mark, current_step: mark }
  await insertOnboarding(db, { user_id, ...texts, last_analysis_id: lastAnalysisId })
}

async function insertContractOf(
  db: Database,
  { user_id, mark, created_at }: { user_id: string; mark: string; created_at: Date },
  counts: RowCounts,
): Promise<void> {
  const json = JSON.stringify({ mark })
  const texts = { name: mark, description: mark, target_name: mark, target_abi: mark, tags: [mark] }
  const contract = await insertContract(db, { user_id, ...texts, created_at })
  await insertRpcConfig(db, contract, { rpc_urls: [`https://example.com/${mark}`] })
  await insertAnalysisParams(db, contract, { custom_params: json })
  for (let place = 0; place < counts.competitors; place++) {
    await insertCompetitor(db, contract, { name: mark, abi: mark, created_at: momentOf(place) })
  }
  for (let place = 0; place < counts.analyses; place++) {
    const values = { results: json, metadata: json, error_message: mark, logs: `[{"message":"${mark}"}]` }
    await insertAnalysis(db, { user_id, config_id: contract.id, ...values, created_at: momentOf(place) })
  }
}

function momentOf(number: number): Date {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, number))
}
