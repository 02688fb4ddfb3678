import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { oneByParent, oneInScope, pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import { checkTexts } from '../database/validation.ts'
import type {
  ChatMessageRevisionsArgs,
  ChatSessionMessagesArgs,
  UserChatSessionsArgs,
} from '../generated/graphql.ts'
import {
  countMessages,
  findComponents,
  findMessages,
  listMessages,
  messageSortKeys,
} from './message.store.ts'
import { countRevisions, listRevisions, revisionSortKeys } from './revision.store.ts'
import {
  countSessions,
  findContractSessions,
  findSessions,
  listSessions,
  sessionSortKeys,
} from './session.store.ts'

/** The default filter, also for null. */
const notDeleted = { isActive: true }

const sessionPagesByOwner = pagesByParent({
  createRequest(args: UserChatSessionsArgs) {
    checkTexts(args.filter, 'filter')
    return createPageRequest(args, args.orderBy ?? { field: 'last_activity_at' }, sessionSortKeys)
  },
  list: (db, owners, { args, page }) => listSessions(db, owners, args.filter ?? notDeleted, page),
  count: (db, owners, { filter }) => countSessions(db, owners, filter ?? notDeleted),
  parentIdOf: (row) => row.userId,
  isSearch: ({ filter }) => Boolean(filter?.search),
})
const messagePagesBySession = pagesByParent({
  createRequest: (args: ChatSessionMessagesArgs) =>
    createPageRequest(args, args.orderBy ?? { field: 'created_at' }, messageSortKeys),
  list: (db, sessions, { page }) => listMessages(db, sessions, page),
  count: countMessages,
  parentIdOf: (row) => row.sessionId,
})
const revisionPagesByMessage = pagesByParent({
  createRequest: (args: ChatMessageRevisionsArgs) =>
    createPageRequest(args, { field: 'replaced_at' }, revisionSortKeys),
  list: (db, messages, { page }) => listRevisions(db, messages, page),
  count: countRevisions,
  parentIdOf: (row) => row.messageId,
})
const componentsByMessage = oneByParent(findComponents, (row) => row.id)

const sessionIdByContract = oneByParent(findContractSessions, ({ contractId }) => contractId)
const sessionById = oneInScope(findSessions)
const messageById = oneInScope(findMessages)

/** Loaders by id return only rows of the scope; the others expect an object that was loaded. */
export function createChatLoaders(db: Database, scope: Scope) {
  return {
    sessionById: sessionById(db, scope),
    sessionIdByContract: sessionIdByContract(db),
    sessionPagesByOwner: sessionPagesByOwner(db),
    messageById: messageById(db, scope),
    messagePagesBySession: messagePagesBySession(db),
    revisionPagesByMessage: revisionPagesByMessage(db),
    componentsByMessage: componentsByMessage(db),
  }
}
