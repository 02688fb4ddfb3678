import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import {
  checkNewAccount,
  checkNewPassword,
  decodeProfileChange,
  normalizeEmail,
  passwordReplaced,
} from './account.rules.ts'
import { deleteAccount, findCredentialsById, updatePassword } from './account.store.ts'
import { changeProfile, register, rotateApiKey } from './account.ts'
import { lockAdmins } from './admin.store.ts'
import { changeAccess, decodeAccessChange, requireOtherAdmin } from './admin.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { requestEmailVerification, requestPasswordReset, resetPassword, verifyEmail } from './codes.ts'
import { confirmPassword, logIn, ownersPlace } from './login.ts'
import { hashPassword } from './passwords.ts'
import { digestClient } from './rate-limits.ts'
import { requireAdmin, requireViewer } from './viewer.ts'

/** The user is loaded only if selected. */
export interface LoggedIn {
  readonly userId: string
  readonly token: string
  readonly expiresAt: Date
}

export type Registered = LoggedIn & { readonly apiKey: string }

export const accountResolvers = {
  Mutation: {
    register: async (_root, { input }, context) => {
      checkNewAccount(input)
      const { userId, apiKey } = await register(context, input)
      context.actAs({ id: userId, role: 'user' })
      return { userId, apiKey, ...(await context.tokens.sign({ userId, version: 0 })) }
    },
    login: async (_root, { input }, context) => {
      const { id, role, tokenVersion } = await logIn(context, input)
      context.actAs({ id, role })
      return { userId: id, ...(await context.tokens.sign({ userId: id, version: tokenVersion })) }
    },
    updateProfile: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      await changeProfile(context, id, decodeProfileChange(input), input.currentPassword)
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
    rotateApiKey: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      const apiKey = await rotateApiKey(context, id, input.password)
      return { apiKey, user: requireFound(await context.loaders.userById.clear(id).load(id), 'User') }
    },
    deleteAccount: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      const client = digestClient(context.clientAddress)
      const found = requireFound(await findCredentialsById(context.db, id, client), 'User')
      const account = await confirmPassword(context, found, input.password)
      await inTransaction(context.db, async (transaction) => {
        requireOtherAdmin(await lockAdmins(transaction), id)
        const isDeleted = await deleteAccount(transaction, account, digestApiKey(createApiKey()))
        if (!isDeleted) throw passwordReplaced()
      })
      context.actAs(null)
      return { deletedId: id }
    },
    updateUser: async (_root, { input }, { viewer, db, loaders }) => {
      requireAdmin(viewer)
      const change = decodeAccessChange(requireUuid(input.id, 'input.id'), input)
      await inTransaction(db, (transaction) => changeAccess(transaction, change))
      return { user: requireFound(await loaders.userById.clear(change.id).load(change.id), 'User') }
    },
  },
  RegisterPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  LoginPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  ChangePasswordPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  ResetPasswordPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
} satisfies Resolvers
