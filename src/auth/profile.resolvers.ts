import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { createProfileChange } from './account.rules.ts'
import { requestEmailVerification, verifyEmail } from './email-verification.ts'
import { changeProfile } from './profile.ts'
import { requireViewer } from './viewer.ts'

export const profileResolvers = {
  Mutation: {
    updateProfile: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      await changeProfile(context, id, createProfileChange(input), input.currentPassword)
      return { user: requireFound(await context.loaders.userById.clear(id).load(id), 'User') }
    },
    requestEmailVerification: async (_root, _args, context) => {
      const { id } = requireViewer(context.viewer)
      const user = requireFound(await context.loaders.userById.load(id), 'User')
      return { isAccepted: await requestEmailVerification(context, user) }
    },
    verifyEmail: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      const user = requireFound(await context.loaders.userById.load(id), 'User')
      await verifyEmail(context, user, input.code)
      return { user: requireFound(await context.loaders.userById.clear(id).load(id), 'User') }
    },
  },
} satisfies Resolvers
