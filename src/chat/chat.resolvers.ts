import { requireViewer } from '../auth/viewer.ts'
import { checkIds } from '../contracts/contract.rules.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { toComponents } from './component.rules.ts'
import { decodeMessageEdit, decodeMessages } from './message.rules.ts'
import { appendMessages } from './message.store.ts'
import { deleteMessage, editMessage } from './revision.store.ts'
import { decodeChatSubject, decodeSessionChange } from './session.rules.ts'
import { deleteSessions, openSession, restoreSession, updateSession } from './session.store.ts'

export interface DeletedSession {
  readonly deletedId: string
  readonly userId: string
}

export interface DeletedSessions {
  readonly deletedIds: readonly string[]
  readonly userId: string
}

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
  Mutation: {
    openChatSession: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const subject = decodeChatSubject(input)
      const opened = await inTransaction(db, (trx) => openSession(trx, userId, subject))
      clearLoaders(loaders)
      return opened
    },
    updateChatSession: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const change = decodeSessionChange(input)
      const session = await updateSession(db, parent, change, input.ifUnmodifiedSince ?? undefined)
      clearLoaders(loaders)
      return { session }
    },
    deleteChatSession: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const id = requireUuid(input.id, 'input.id')
      await inTransaction(db, (trx) => deleteSessions(trx, userId, [id]))
      clearLoaders(loaders)
      return { deletedId: id, userId }
    },
    deleteChatSessions: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const ids = checkIds(input.ids)
      await inTransaction(db, (trx) => deleteSessions(trx, userId, ids))
      clearLoaders(loaders)
      return { deletedIds: ids, userId }
    },
    restoreChatSession: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      await restoreSession(db, parent)
      clearLoaders(loaders)
      return { session: requireFound(await loaders.sessionById.load(parent.id), 'Chat session') }
    },
    appendMessages: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.sessionId, 'input.sessionId'), userId: requireViewer(viewer).id }
      const messages = decodeMessages(input.messages)
      const call = {
        userId: parent.userId,
        key: input.idempotencyKey,
        operation: 'appendMessages',
        request: input,
      }
      const ids = await inTransaction(db, (trx) =>
        runOnce(trx, call, () => appendMessages(trx, parent, messages)),
      )
      clearLoaders(loaders)
      const session = requireFound(await loaders.sessionById.load(parent.id), 'Chat session')
      // After a retry, some may have been deleted.
      const found = await Promise.all(ids.map((id) => loaders.messageById.load(id)))
      return { session, messages: found.filter((message) => message !== undefined) }
    },
    editMessage: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const { id, change } = decodeMessageEdit(input)
      await inTransaction(db, (trx) => editMessage(trx, { id, userId }, change))
      clearLoaders(loaders)
      return { message: requireFound(await loaders.messageById.load(id), 'Message') }
    },
    deleteMessage: async (_root, { input }, { viewer, db, loaders }) => {
      const message = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const sessionId = await inTransaction(db, (trx) => deleteMessage(trx, message))
      clearLoaders(loaders)
      const session = requireFound(await loaders.sessionById.load(sessionId), 'Chat session')
      return { deletedId: message.id, session }
    },
  },
  DeleteChatSessionPayload: {
    session: async ({ deletedId }, _args, { loaders }) =>
      requireFound(await loaders.sessionById.load(deletedId), 'Chat session'),
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
  },
  DeleteChatSessionsPayload: {
    sessions: ({ deletedIds }, _args, { loaders }) =>
      deletedIds.map(async (id) => requireFound(await loaders.sessionById.load(id), 'Chat session')),
    user: async ({ userId }, _args, { loaders }) => requireFound(await loaders.userById.load(userId), 'User'),
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
      toComponents((await loaders.componentsByMessage.load(message))?.components ?? null),
    revisions: (message, args, { loaders, fieldsOfRows }, info) =>
      loaders.revisionPagesByMessage.load(message, args, fieldsOfRows(info)),
  },
  ChatMessageRevision: {
    components: ({ components }) => toComponents(components),
  },
  ChatSessionConnection: {
    totalCount: (page) => page.countAll(),
  },
  ChatMessageConnection: {
    totalCount: (page) => page.countAll(),
  },
  ChatMessageRevisionConnection: {
    totalCount: (page) => page.countAll(),
  },
} satisfies Resolvers
