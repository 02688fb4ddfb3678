import { requireUuid } from '../database/ids.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { createAccessChange } from './access.rules.ts'
import { changeAccess } from './access.ts'
import { requireAdmin } from './viewer.ts'

export const accessResolvers = {
  Mutation: {
    updateUser: async (_root, { input }, { viewer, db, loaders }) => {
      requireAdmin(viewer)
      const change = createAccessChange(requireUuid(input.id, 'input.id'), input)
      await inTransaction(db, (transaction) => changeAccess(transaction, change))
      return { user: requireFound(await loaders.userById.clear(change.id).load(change.id), 'User') }
    },
  },
} satisfies Resolvers
