import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { JsonText } from '../json/print.ts'
import {
  checkInterpretationCount,
  decodeInterpretation,
  requireInterpretable,
} from './interpretation.rules.ts'
import { insertInterpretation, lockForInterpretation } from './interpretation.store.ts'

export const interpretationResolvers = {
  Mutation: {
    addInterpretation: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const added = decodeInterpretation(input)
      const interpretation = await inTransaction(db, async (trx) => {
        const analysis = await lockForInterpretation(trx, { id: added.analysisId, userId })
        requireInterpretable(analysis)
        return insertInterpretation(trx, userId, added, (analysis?.interpretationCount ?? 0) + 1)
      })
      clearLoaders(loaders)
      const analysis = requireFound(await loaders.analysisById.load(added.analysisId), 'Analysis')
      return { interpretation, analysis }
    },
  },
  Analysis: {
    interpretations: ({ id, userId }, { last }, { loaders }) =>
      loaders.interpretationsByAnalysis.load({ id, userId, last: checkInterpretationCount(last) }),
  },
  AnalysisInterpretation: {
    content: ({ content }) => new JsonText(content),
  },
} satisfies Resolvers
