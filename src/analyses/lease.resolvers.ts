import { requireWorker } from '../auth/viewer.ts'
import { clearLoaders } from '../database/loaders.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import {
  checkLeaseSeconds,
  decodeClaim,
  decodeCompletion,
  decodeFailure,
  decodeProgress,
  requireLease,
} from './lease.rules.ts'
import {
  appendLogs,
  claimAnalysis,
  completeAnalysis,
  failAnalysis,
  renewLease,
  updateProgress,
} from './lease.store.ts'
import { decodeEntries } from './log.rules.ts'

/** Each report is one statement, which changes nothing if the claim has expired. */
export const leaseResolvers = {
  Mutation: {
    claimAnalysis: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: workerId } = requireWorker(viewer)
      const request = { ...input, workerId, leaseSeconds: checkLeaseSeconds(input.leaseSeconds) }
      const lease = await claimAnalysis(db, request)
      clearLoaders(loaders)
      return { lease: lease ?? null }
    },
    renewLease: async (_root, { input }, { viewer, db, loaders }) => {
      const claim = decodeClaim(requireWorker(viewer).id, input)
      const lease = requireLease(await renewLease(db, claim, checkLeaseSeconds(input.leaseSeconds)))
      clearLoaders(loaders)
      return { lease }
    },
    reportProgress: async (_root, { input }, { viewer, db, loaders }) => {
      const claim = decodeClaim(requireWorker(viewer).id, input)
      const analysis = requireLease(await updateProgress(db, claim, decodeProgress(input)))
      clearLoaders(loaders)
      return { analysis }
    },
    appendLogs: async (_root, { input }, { viewer, db, loaders }) => {
      const claim = decodeClaim(requireWorker(viewer).id, input)
      const analysis = requireLease(await appendLogs(db, claim, decodeEntries(input.entries, new Date())))
      clearLoaders(loaders)
      return { analysis }
    },
    completeAnalysis: async (_root, { input }, { viewer, db, loaders }) => {
      const claim = decodeClaim(requireWorker(viewer).id, input)
      const analysis = requireLease(await completeAnalysis(db, claim, decodeCompletion(input)))
      clearLoaders(loaders)
      return { analysis }
    },
    failAnalysis: async (_root, { input }, { viewer, db, loaders }) => {
      const claim = decodeClaim(requireWorker(viewer).id, input)
      const analysis = requireLease(await failAnalysis(db, claim, decodeFailure(input)))
      clearLoaders(loaders)
      return { analysis }
    },
  },
  AnalysisLease: {
    analysis: async ({ analysisId }, _args, { loaders }) =>
      requireFound(await loaders.analysisById.load(analysisId), 'Analysis'),
  },
} satisfies Resolvers
