import { requireViewer } from '../auth/viewer.ts'
import { upsertDefaultContract } from '../contracts/default-contract.store.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { toCompletionReason } from './completion-reason.rules.ts'
import { decodeOnboarding, decodeOnboardingChange, listMissingSteps } from './onboarding.rules.ts'
import { completeOnboarding, findOnboardingProgress, updateOnboarding } from './onboarding.store.ts'

/** `completeOnboarding` saves the onboarding and the default contract in one transaction. */
export const onboardingResolvers = {
  Query: {
    onboardingStatus: async (_root, _args, { viewer, db, loaders }) => {
      const { id } = requireViewer(viewer)
      const [progress, onboarding = null, defaultContract = null] = await Promise.all([
        findOnboardingProgress(db, id),
        loaders.onboardingByUserId.load(id),
        loaders.defaultContractByOwnerId.load(id),
      ])
      const missingSteps = listMissingSteps(progress, defaultContract !== null)
      return { isCompleted: progress?.isCompleted ?? false, missingSteps, onboarding, defaultContract }
    },
  },
  Mutation: {
    completeOnboarding: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const { links, contract, warnings } = decodeOnboarding(input)
      const contractId = await inTransaction(db, async (trx) => {
        const id = await upsertDefaultContract(trx, userId, contract)
        await completeOnboarding(trx, userId, links, contract)
        return id
      })
      clearLoaders(loaders)
      const onboarding = requireFound(await loaders.onboardingByUserId.load(userId), 'Onboarding')
      const saved = requireFound(await loaders.contractById.load(contractId), 'Contract')
      return { onboarding, contract: saved, warnings }
    },
    updateOnboarding: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const change = decodeOnboardingChange(input)
      await inTransaction(db, (trx) =>
        updateOnboarding(trx, userId, change, input.ifUnmodifiedSince ?? undefined),
      )
      clearLoaders(loaders)
      return { onboarding: requireFound(await loaders.onboardingByUserId.load(userId), 'Onboarding') }
    },
  },
  UserOnboarding: {
    logo: async ({ userId }, _args, { loaders }) =>
      (await loaders.onboardingDocumentsByUserId.load(userId))?.logo ?? null,
    contractAbi: async ({ userId }, _args, { loaders }) =>
      (await loaders.onboardingDocumentsByUserId.load(userId))?.contractAbi ?? null,
    // An imported id may refer to a deleted analysis, or to one of another user.
    lastAnalysis: async ({ lastAnalysisId, userId }, _args, { loaders }) => {
      const analysis = lastAnalysisId === null ? undefined : await loaders.analysisById.load(lastAnalysisId)
      return analysis?.userId === userId ? analysis : null
    },
    completionReason: ({ completionReason }) => toCompletionReason(completionReason),
    originalCompletionReason: ({ completionReason }) =>
      toCompletionReason(completionReason) === 'other' ? completionReason : null,
  },
} satisfies Resolvers
