import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkNewPassword, normalizeEmail, passwordReplaced } from './account.rules.ts'
import { findCredentialsById, updatePassword } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { confirmPassword, ownersPlace } from './login.ts'
import { requestPasswordReset, resetPassword } from './password-reset.ts'
import { hashPassword } from './passwords.ts'
import { digestClient } from './rate-limits.ts'
import { requireViewer } from './viewer.ts'

export const passwordResolvers = {
  Mutation: {
    changePassword: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      checkNewPassword(input.newPassword, 'input.newPassword')
      const client = digestClient(context.clientAddress)
      const found = requireFound(await findCredentialsById(context.db, id, client), 'User')
      const account = await confirmPassword(context, found, input.currentPassword)
      const change = {
        newHash: await hashPassword(input.newPassword, ownersPlace(account)),
        apiKeyDigest: input.endApiKey ? digestApiKey(createApiKey()) : undefined,
        client,
      }
      const version = await inTransaction(context.db, (trx) => updatePassword(trx, account, change))
      if (version === undefined) throw passwordReplaced()
      context.loaders.userById.clear(id)
      const isApiKeyKept = change.apiKeyDigest === undefined
      return { userId: id, isApiKeyKept, ...(await context.tokens.sign({ userId: id, version })) }
    },
    requestPasswordReset: async (_root, { input }, context) => {
      await requestPasswordReset(context, normalizeEmail(input.email))
      return { isAccepted: true }
    },
    resetPassword: async (_root, { input }, context) => {
      checkNewPassword(input.newPassword, 'input.newPassword')
      const { id, role, tokenVersion } = await resetPassword(context, input)
      context.actAs({ id, role })
      return { userId: id, ...(await context.tokens.sign({ userId: id, version: tokenVersion })) }
    },
  },
  ChangePasswordPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  ResetPasswordPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
} satisfies Resolvers
