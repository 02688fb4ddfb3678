import { requireViewer } from '../auth/viewer.ts'
import { checkIds } from '../contracts/contract.rules.ts'
import { clearLoaders } from '../database/batching.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { requireUuid } from '../database/ids.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkMessages } from './message.rules.ts'
import { appendMessages } from './message-append.store.ts'
import { checkSubject, checkTitle } from './session.rules.ts'
import { deleteSessions, openSession, renameSession } from './session-change.store.ts'

/** What becomes of the viewer's own conversations; of others' an administrator reads, but changes nothing. */
export const chatChangeResolvers = {
  Mutation: {
    openChatSession: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const subject = checkSubject(input)
      const opened = await inTransaction(db, (trx) => openSession(trx, userId, subject))
      clearLoaders(loaders)
      return opened
    },
    renameChatSession: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const title = checkTitle(input.title)
      const session = await renameSession(db, parent, title, input.ifUnmodifiedSince ?? undefined)
      clearLoaders(loaders)
      return { session }
    },
    deleteChatSession: async (_root, args, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const id = requireUuid(args.id, 'id')
      await inTransaction(db, (trx) => deleteSessions(trx, userId, [id]))
      clearLoaders(loaders)
      return { session: requireFound(await loaders.sessionById.load(id), 'Chat session') }
    },
    deleteChatSessions: async (_root, args, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const ids = checkIds(args.ids)
      await inTransaction(db, (trx) => deleteSessions(trx, userId, ids))
      clearLoaders(loaders)
      return {
        sessions: ids.map(async (id) => requireFound(await loaders.sessionById.load(id), 'Chat session')),
      }
    },
    appendMessages: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.sessionId, 'input.sessionId'), userId: requireViewer(viewer).id }
      const messages = checkMessages(input.messages)
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
      return {
        session,
        messages: ids.map(async (id) => requireFound(await loaders.messageById.load(id), 'Message')),
      }
    },
  },
} satisfies Resolvers
