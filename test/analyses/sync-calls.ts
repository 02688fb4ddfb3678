import { sql } from 'kysely'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import type { Api } from '../support/api.ts'
import { type Account, insertContract, insertUser, type Owned } from '../support/factories.ts'
import { claim, report } from './analysis-calls.ts'

/** An owner with a contract, by default the default one. */
export interface Project {
  readonly owner: Account
  readonly contract: Owned
}

type Operation = 'startSync' | 'stopSync' | 'refreshContract'

const onboardingFields = `onboarding {
  isIndexed indexingProgress isContinuousSync continuousSyncStartedAt continuousSyncStoppedAt completionReason
  lastAnalysis { id status }
}`

/** Functions that send the operations of a sync. The worker completes its cycles. */
export function syncCalls(api: Api, worker: Account) {
  const { db } = api
  const send = (operation: Operation, project: Project) => sendOperation(api, operation, project)
  return {
    send,
    sent: async (operation: Operation, project: Project) => (await send(operation, project)).data[operation],
    /** Ends what other tests have started. */
    createProject: async (values: object = {}): Promise<Project> => {
      await db.updateTable('user_onboarding').set({ continuous_sync: false }).execute()
      await db.deleteFrom('analyses').where('status', '=', 'pending').execute()
      const owner = await insertUser(db)
      return { owner, contract: await insertContract(db, { user_id: owner.id, is_default: true, ...values }) }
    },
    indexesOf: ({ contract }: Project) =>
      db
        .selectFrom('analyses')
        .innerJoin('analysis_runs', 'analysis_id', 'id')
        .select(['id', 'status', 'sync_cycle as cycle', 'empty_cycles as empty'])
        .where('config_id', '=', contract.id)
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    completeNext: async (input: object = {}): Promise<void> => {
      const leaseToken = (await claim(api, worker)).data.claimAnalysis.lease.token
      await report(api, worker, 'completeAnalysis', { leaseToken, results: {}, ...input })
    },
    /** Lets the pause after the last cycle pass, and sweeps. */
    passPause: async ({ owner }: Project): Promise<void> => {
      await db
        .updateTable('analysis_runs')
        .set({ finished_at: sql`finished_at - interval '30 seconds'` })
        .where('user_id', '=', owner.id)
        .where('finished_at', 'is not', null)
        .execute()
      await sweepLeases(db)
    },
    pollOnboarding: async ({ owner }: Project) => {
      const { data } = await api.ask(`{ onboardingStatus { ${onboardingFields} } }`, {}, owner)
      return data.onboardingStatus.onboarding
    },
  }
}

function sendOperation(api: Api, operation: Operation, { owner, contract }: Project) {
  const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`
  const analysis =
    operation === 'stopSync' ? 'cancelledAnalyses { id status }' : 'analysis { id status metadata }'
  return api.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { contract { id } ${analysis} ${onboardingFields} } }`,
    { input: { contractId: contract.id } },
    owner,
  )
}
