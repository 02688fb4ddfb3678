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
export const rename = (input: object, sender: Account = owner) =>
  api.ask(
    `mutation ($input: RenameChatSessionInput!) { renameChatSession(input: $input) { session { title updatedAt } } }`,
    { input },
    sender,
  )
export const remove = (ids: readonly string[], sender: Account = owner) =>
  api.ask(
    'mutation ($ids: [ID!]!) { deleteChatSessions(ids: $ids) { sessions { id isActive } } }',
    { ids },
    sender,
  )
export const readSession = (id: string) =>
  db.selectFrom('chat_sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
