import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { requireOtherAdmin } from './access.rules.ts'
import { lockAdmins } from './access.store.ts'
import { checkNewAccount, passwordReplaced } from './account.rules.ts'
import { deleteAccount, findCredentialsById } from './account.store.ts'
import { rotateApiKey } from './api-key-rotation.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { confirmPassword, logIn } from './login.ts'
import { digestClient } from './rate-limits.ts'
import { register } from './registration.ts'
import { requireViewer } from './viewer.ts'

/** What logging in gives; the user is loaded when asked for. */
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
    rotateApiKey: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      const apiKey = await rotateApiKey(context, id, input?.password)
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
      return { deletedUserId: id }
    },
  },
  RegisterPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  LoginPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
} satisfies Resolvers
