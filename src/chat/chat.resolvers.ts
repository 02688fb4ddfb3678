import { requireViewer } from '../auth/viewer.ts'
import { requireUuid } from '../database/ids.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { asJsonText } from '../json/json-text.ts'

export const chatResolvers = {
  Query: {
    chatSession: async (_root, { id }, { viewer, loaders }) => {
      requireViewer(viewer)
      return requireFound(await loaders.sessionById.load(requireUuid(id, 'id')), 'Chat session')
    },
    chatSessions: (_root, args, { viewer, loaders, fieldsOfRows }, info) => {
      const { id } = requireViewer(viewer)
      return loaders.sessionPagesByOwner.load({ id, userId: id }, args, fieldsOfRows(info))
    },
  },
  ChatSession: {
    owner: async ({ userId }, _args, { loaders }) => (await loaders.userById.load(userId)) ?? null,
    lastActivityAt: ({ lastMessageAt, createdAt }) => lastMessageAt ?? createdAt,
    messages: (session, args, { loaders, fieldsOfRows }, info) =>
      loaders.messagePagesBySession.load(session, args, fieldsOfRows(info)),
  },
  ChatMessage: {
    session: async ({ sessionId }, _args, { loaders }) =>
      requireFound(await loaders.sessionById.load(sessionId), 'Chat session'),
    components: async (message, _args, { loaders }) =>
      asJsonText((await loaders.componentsByMessage.load(message))?.components),
  },
  ChatSessionConnection: { totalCount: (page) => page.countAll() },
  ChatMessageConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
