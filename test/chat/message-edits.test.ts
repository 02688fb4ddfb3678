import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf } from '../support/api.ts'
import { type Account, insertMessage, insertSession, insertUser } from '../support/factories.ts'
import { api, db, owner, readSession, remove, restore, stranger, user_id } from './session-calls.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))

const edit = (input: object, sender: Account = owner) =>
  api.ask(
    `mutation ($input: EditMessageInput!) { editMessage(input: $input) { message {
      content components { type data otherMembers }
      revisions { totalCount edges { node { content components { type data otherMembers } } } }
    } } }`,
    { input },
    sender,
  )
const deleteOne = (id: string, sender: Account = owner) =>
  api.ask(
    `mutation ($input: DeleteMessageInput!) { deleteMessage(input: $input) {
      deletedId session { messageCount lastMessageAt messages { totalCount edges { node { id } } } }
    } }`,
    { input: { id } },
    sender,
  )
const findContents = async (word: string) => {
  const { data } = await api.ask(
    'query ($query: String!) { search(query: $query, kinds: [CHAT_MESSAGE]) { edges { node { snippet } } } }',
    { query: word },
    owner,
  )
  return data.search.edges.map(({ node }: { node: { snippet: string } }) => node.snippet)
}
const readHistory = (message_id: string) =>
  db
    .selectFrom('chat_message_revisions')
    .selectAll()
    .where('message_id', '=', message_id)
    .orderBy('replaced_at')
    .execute()

/** A session with messages of consecutive days, and counters to match. */
async function insertTalk(contents: readonly string[]) {
  const last_message_at = day(contents.length)
  const session = await insertSession(db, { user_id, message_count: contents.length, last_message_at })
  const insert = (content: string, place: number) =>
    insertMessage(db, session, { content, created_at: day(place + 1) })
  return { sessionId: session.id, ids: await Promise.all(contents.map(insert)) }
}

test('an edited message lists its former versions, the last one first', async () => {
  const session = await insertSession(db, { user_id })
  const id = await insertMessage(db, session, {
    content: 'First',
    components: '[{"type": "text", "n": 1.50}]',
  })

  await edit({ id, content: 'Second' })
  const { data } = await edit({ id: id.toUpperCase(), content: 'Third', components: null })

  const components = [{ type: 'TEXT', data: null, otherMembers: { n: 1.5 } }]
  expect(data.editMessage.message).toEqual({
    ...{ content: 'Third', components: [] },
    revisions: {
      totalCount: 2,
      edges: [{ node: { content: 'Second', components } }, { node: { content: 'First', components } }],
    },
  })
})

test('an edit without a change keeps nothing, and omitted fields are unchanged', async () => {
  const session = await insertSession(db, { user_id })
  const id = await insertMessage(db, session, { content: 'Same' })

  await edit({ id })
  const same = await edit({ id, content: 'Same', components: null })
  const { data } = await edit({ id, components: [{ type: 'TEXT' }] })

  expect(same.data.editMessage.message.revisions.totalCount).toBe(0)
  expect(data.editMessage.message).toMatchObject({ content: 'Same', components: [{ type: 'TEXT' }] })
})

test('search finds the edited content, not the former one', async () => {
  const session = await insertSession(db, { user_id })
  const id = await insertMessage(db, session, { content: 'zebra' })

  await edit({ id, content: 'okapi' })

  expect(await findContents('zebra')).toEqual([])
  expect(await findContents('okapi')).toEqual(['«okapi»'])
})

test('concurrent edits are all kept', async () => {
  const session = await insertSession(db, { user_id })
  const id = await insertMessage(db, session, { content: 'Start' })

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, place) => edit({ id, content: `${place}` })),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
  const history = (await readHistory(id)).map(({ content }) => content)
  const { content: last } = await db
    .selectFrom('chat_messages')
    .select('content')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect([...history, last].sort()).toEqual([...'0123456789', 'Start'])
})

test('a deleted message is in no page, search or node, and the history keeps all of it', async () => {
  const { ids } = await insertTalk(['quagga', 'Other'])
  const [id = ''] = ids
  const before = await db
    .selectFrom('chat_messages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

  const { data } = await deleteOne(id)

  expect(data.deleteMessage).toEqual({
    deletedId: id,
    session: {
      ...{ messageCount: 1, lastMessageAt: day(2).toISOString() },
      messages: { totalCount: 1, edges: [{ node: { id: ids[1] } }] },
    },
  })
  expect(await findContents('quagga')).toEqual([])
  expect((await api.ask(`{ node(id: "${id}") { id } }`, {}, owner)).data.node).toBeNull()
  const { id: message_id, ...values } = before
  expect(await readHistory(id)).toMatchObject([{ ...values, message_id, is_deletion: true }])
  expect(codesOf(await deleteOne(id))).toEqual(['NOT_FOUND'])
})

test('deleting the last messages sets the last time back, and null without messages', async () => {
  const { ids, sessionId } = await insertTalk(['One', 'Two'])
  const [first = '', second = ''] = ids

  const { data: one } = await deleteOne(second)
  const { data: none } = await deleteOne(first)

  expect(one.deleteMessage.session).toMatchObject({ messageCount: 1, lastMessageAt: day(1).toISOString() })
  expect(none.deleteMessage.session).toMatchObject({ messageCount: 0, lastMessageAt: null })
  expect(await readSession(sessionId)).toMatchObject({ message_count: 0, last_message_at: null })
})

test('concurrent deletions and additions are all counted', async () => {
  const { ids, sessionId } = await insertTalk(Array.from({ length: 10 }, (_, place) => `${place}`))
  const messages = [{ role: 'USER', content: 'New' }]
  const append = () =>
    api.ask(
      `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { session { id } } }`,
      { input: { sessionId, messages } },
      owner,
    )

  const answers = await Promise.all(ids.flatMap((id) => [deleteOne(id), append()]))

  expect(answers.flatMap(codesOf)).toEqual([])
  expect((await readSession(sessionId)).message_count).toBe(10)
})

test('messages of a deleted session can’t be changed until it is restored', async () => {
  const { ids, sessionId } = await insertTalk(['Kept'])
  const [id = ''] = ids
  await remove([sessionId])

  const refused = [await edit({ id, content: 'Changed' }), await deleteOne(id)]
  await restore(sessionId)
  const edited = await edit({ id, content: 'Changed' })

  expect(refused.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT'])
  expect(edited.data.editMessage.message.content).toBe('Changed')
})

test('all invalid fields of an edit are reported', async () => {
  const { errors } = await edit({
    id: 'x',
    content: 'a\0b',
    components: [{ type: 'OTHER' }, { type: 'TEXT', title: '\0' }],
  })
  const { errors: missing } = await edit({ id: randomUUID(), content: null })

  expect(errors[0]?.extensions).toMatchObject({
    problems: [
      { argument: 'input.id' },
      { argument: 'input.content' },
      { argument: 'input.components.0.type' },
      { argument: 'input.components.1.title' },
    ],
  })
  expect(missing[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.content' })
})

test('only the owner can edit or delete a message', async () => {
  const session = await insertSession(db, { user_id })
  const id = await insertMessage(db, session, { content: 'Mine' })

  for (const sender of [stranger, await insertUser(db, { role: 'admin' })]) {
    expect(codesOf(await edit({ id, content: 'Theirs' }, sender))).toEqual(['NOT_FOUND'])
    expect(codesOf(await deleteOne(id, sender))).toEqual(['NOT_FOUND'])
  }

  expect(await readHistory(id)).toEqual([])
})
