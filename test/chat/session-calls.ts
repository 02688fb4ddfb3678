import { startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'

export const api = await startApi({ maxConnections: 25 })
export const { db } = api
export const owner = await insertUser(db)
export const user_id = owner.id
export const stranger = await insertUser(db)
export const contractAddress = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
export const subject = { contractAddress, contractChain: 'ethereum' }

export const open = (input: object, sender: Account) =>
  api.ask(
    `mutation ($input: OpenChatSessionInput!) { openChatSession(input: $input) {
      isNew session { id title contractAddress contractChain contractName messageCount owner { id } }
    } }`,
    { input },
    sender,
  )
export const update = (input: object, sender: Account = owner) =>
  api.ask(
    `mutation ($input: UpdateChatSessionInput!) {
      updateChatSession(input: $input) { session { title contractName updatedAt } }
    }`,
    { input },
    sender,
  )
export const remove = (ids: readonly string[], sender: Account = owner) =>
  api.ask(
    `mutation ($input: DeleteChatSessionsInput!) { deleteChatSessions(input: $input) {
      deletedIds sessions { id isActive } user { chatSessions { nodes { id } } }
    } }`,
    { input: { ids } },
    sender,
  )
export const restore = (id: string, sender: Account = owner) =>
  api.ask(
    `mutation ($input: RestoreChatSessionInput!) {
      restoreChatSession(input: $input) { session { id isActive messageCount updatedAt } }
    }`,
    { input: { id } },
    sender,
  )
export const readSession = (id: string) =>
  db.selectFrom('chat_sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
