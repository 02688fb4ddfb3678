import type { Resolvers } from '../generated/graphql.ts'

export const onboardingResolvers = {
  UserOnboarding: {
    logo: async ({ userId }, _args, { loaders }) =>
      (await loaders.onboardingDocumentsByUserId.load(userId))?.logo ?? null,
    contractAbi: async ({ userId }, _args, { loaders }) =>
      (await loaders.onboardingDocumentsByUserId.load(userId))?.contractAbi ?? null,
    // The id may point at an analysis that is gone, or is somebody else's: then it is null.
    lastAnalysis: async ({ lastAnalysisId, userId }, _args, { loaders }) => {
      const analysis = lastAnalysisId === null ? undefined : await loaders.analysisById.load(lastAnalysisId)
      return analysis?.userId === userId ? analysis : null
    },
  },
} satisfies Resolvers
