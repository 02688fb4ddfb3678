import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkNewAccount } from './account.rules.ts'
import { insertAccount } from './account.store.ts'
import { createApiKey, digestApiKey } from './api-keys.ts'
import { logIn } from './login.ts'
import { hashPassword } from './passwords.ts'

/** What `register` and `login` give; the user is loaded when asked for. */
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
        email: input.email,
        passwordHash: await hashPassword(input.password),
        name: input.name,
        apiKeyDigest: digestApiKey(apiKey),
      })
      context.actAs({ id: userId, role: 'user' })
      return { userId, apiKey, ...(await context.tokens.sign(userId)) }
    },
    login: async (_root, { input }, context) => {
      const viewer = await logIn(context.db, input.email, input.password)
      context.actAs(viewer)
      return { userId: viewer.id, ...(await context.tokens.sign(viewer.id)) }
    },
  },
  RegisterPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  LoginPayload: {
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
} satisfies Resolvers
