import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { requireOtherAdmin } from './access.rules.ts'
import { lockAdmins } from './access.store.ts'
import { checkNewAccount, normalizeEmail, passwordReplaced } from './account.rules.ts'
import { deleteAccount, findCredentialsById, insertAccount, updateApiKey } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { confirmPassword, logIn } from './login.ts'
import { hashPassword } from './passwords.ts'
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
      const apiKey = createApiKey()
      const userId = await insertAccount(context.db, {
        email: normalizeEmail(input.email),
        passwordHash: await hashPassword(input.password),
        name: input.name,
        apiKeyDigest: digestApiKey(apiKey),
      })
      context.actAs({ id: userId, role: 'user' })
      return { userId, apiKey, ...(await context.tokens.sign({ userId, version: 0 })) }
    },
    login: async (_root, { input }, context) => {
      const { id, role, tokenVersion } = await logIn(context, input)
      context.actAs({ id, role })
      return { userId: id, ...(await context.tokens.sign({ userId: id, version: tokenVersion })) }
    },
    rotateApiKey: async (_root, _args, { viewer, db, loaders }) => {
      const { id } = requireViewer(viewer)
      const apiKey = createApiKey()
      await updateApiKey(db, id, digestApiKey(apiKey))
      return { apiKey, user: requireFound(await loaders.userById.clear(id).load(id), 'User') }
    },
    deleteAccount: async (_root, { input }, context) => {
      const { id } = requireViewer(context.viewer)
      const found = requireFound(await findCredentialsById(context.db, id), 'User')
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
