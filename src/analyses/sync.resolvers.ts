import { requireViewer, type Viewer } from '../auth/viewer.ts'
import type { Database } from '../database/connection.ts'
import { clearLoaders } from '../database/loaders.ts'
import type { Parent } from '../database/request-batcher.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { refreshContract, startSync, stopSync } from './sync.ts'

export const syncResolvers = {
  Mutation: {
    startSync: async (_root, { input }, context) => {
      const { result, contract, onboarding } = await changeContract(context, input, startSync)
      const analysis = requireFound(await context.loaders.analysisById.load(result), 'Analysis')
      return { contract, analysis, onboarding: requireFound(onboarding, 'Onboarding') }
    },
    stopSync: async (_root, { input }, context) => {
      const { result, contract, onboarding } = await changeContract(context, input, stopSync)
      return { contract, cancelledAnalyses: result, onboarding: onboarding ?? null }
    },
    refreshContract: async (_root, { input }, context) => {
      const { result, contract, onboarding } = await changeContract(context, input, refreshContract)
      const analysis = requireFound(await context.loaders.analysisById.load(result), 'Analysis')
      return { contract, analysis, onboarding: onboarding ?? null }
    },
  },
} satisfies Resolvers

interface SyncContext<Contract, Onboarding> {
  readonly viewer: Viewer | null
  readonly db: Database
  readonly loaders: Parameters<typeof clearLoaders>[0] & {
    readonly contractById: { load(id: string): Promise<Contract | undefined> }
    readonly onboardingByUserId: { load(userId: string): Promise<Onboarding | undefined> }
  }
}

/**
 * Runs an operation that changes the analyses and the flags of the onboarding, in one transaction. Returns its result with
 * the contract and the onboarding after it.
 */
async function changeContract<Result, Contract, Onboarding>(
  { viewer, db, loaders }: SyncContext<Contract, Onboarding>,
  input: { readonly contractId: string },
  operation: (trx: Database, contract: Parent) => Promise<Result>,
) {
  const parent = { id: requireUuid(input.contractId, 'input.contractId'), userId: requireViewer(viewer).id }
  const result = await inTransaction(db, (trx) => operation(trx, parent))
  clearLoaders(loaders)
  const [contract, onboarding] = await Promise.all([
    loaders.contractById.load(parent.id),
    loaders.onboardingByUserId.load(parent.userId),
  ])
  return { result, contract: requireFound(contract, 'Contract'), onboarding }
}
