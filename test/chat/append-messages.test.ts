import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { type Account, insertSession, insertUser } from '../support/factories.ts'

const api = await startApi({ maxConnections: 10 })
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const hello = { role: 'USER', content: 'Hello' }

const append = (input: object, sender: Account = owner) =>
  api.ask(
    `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) {
      session { id messageCount lastMessageAt }
      messages { id role content components { type title description xAxis yAxis data } tokensUsed model processingTimeMs metadata createdAt }
    } }`,
    { input },
    sender,
  )
const appendedIds = ({ data }: Answer): string[] =>
  data.appendMessages.messages.map(({ id }: { id: string }) => id)
const readSession = (id: string) =>
  db.selectFrom('chat_sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const readMessages = (id: string) =>
  db.selectFrom('chat_messages').selectAll().where('session_id', '=', id).orderBy('created_at').execute()

/** A component without any other member. */
const empty = { title: null, description: null, xAxis: null, yAxis: null, data: null }

test('appended messages are returned in order, with the counters of the session', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const answer = {
    ...{ role: 'ASSISTANT', content: '' },
    components: [{ ...empty, type: 'CHART', title: '', xAxis: 'day', data: [1.5, { a: null }] }],
    ...{ tokensUsed: 12, model: 'model-1', processingTimeMs: 345, metadata: { fallback: true } },
  }

  const { data } = await append({ sessionId, messages: [hello, answer] })

  const { session, messages } = data.appendMessages
  const none = { components: [], tokensUsed: null, model: null, processingTimeMs: null, metadata: {} }
  expect(messages).toMatchObject([{ ...hello, ...none }, answer])
  expect(session).toEqual({ id: sessionId, messageCount: 2, lastMessageAt: messages[1].createdAt })
  expect(Date.parse(messages[1].createdAt) - Date.parse(messages[0].createdAt)).toBe(1)
})

test('messages of several calls are listed in order', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const texts = (from: number) => Array.from({ length: 100 }, (_, place) => `${from + place}`)
  const messagesOf = (from: number) => texts(from).map((content) => ({ ...hello, content }))

  await append({ sessionId, messages: messagesOf(0) })
  await append({ sessionId, messages: messagesOf(100) })

  const times = (await readMessages(sessionId)).map(({ created_at }) => created_at.getTime())
  expect((await readMessages(sessionId)).map(({ content }) => content)).toEqual([...texts(0), ...texts(100)])
  expect(new Set(times).size).toBe(200)
})

test('messages are later than those of an imported session with times in the future', async () => {
  const future = new Date(Date.now() + 3_600_000)
  const { id: sessionId } = await insertSession(db, { user_id, last_message_at: future })

  const { data } = await append({ sessionId, messages: [hello] })

  expect(Date.parse(data.appendMessages.session.lastMessageAt)).toBe(future.getTime() + 1)
})

test('100 concurrent calls are all counted', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })

  const answers = await Promise.all(
    Array.from({ length: 100 }, () => append({ sessionId, messages: [hello, hello] })),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
  const [session, messages] = [await readSession(sessionId), await readMessages(sessionId)]
  expect(session.message_count).toBe(200)
  expect(messages).toHaveLength(200)
  expect(session.last_message_at).toEqual(messages.at(-1)?.created_at)
  expect(new Set(messages.map(({ created_at }) => created_at.getTime())).size).toBe(200)
})

test('retries with the same idempotency key, also concurrent ones, add the messages once', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const input = { sessionId, messages: [hello, { ...hello, content: 'Well?' }], idempotencyKey: randomUUID() }

  const answers = await Promise.all(Array.from({ length: 10 }, () => append(input)))
  answers.push(await append(input))

  expect(new Set(answers.map((answer) => appendedIds(answer).join())).size).toBe(1)
  expect((await readSession(sessionId)).message_count).toBe(2)
  expect(await readMessages(sessionId)).toHaveLength(2)
})

test('a retry omits messages that were deleted since the first request', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const input = { sessionId, messages: [hello, { ...hello, content: 'Well?' }], idempotencyKey: randomUUID() }
  const [first = '', second] = appendedIds(await append(input))
  await api.ask(`mutation { deleteMessage(input: { id: "${first}" }) { deletedId } }`, {}, owner)

  const answer = await append(input)

  expect(codesOf(answer)).toEqual([])
  expect(appendedIds(answer)).toEqual([second])
  expect(answer.data.appendMessages.session.messageCount).toBe(1)
})

test('an idempotency key can’t be used for other messages', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const input = { sessionId, messages: [hello], idempotencyKey: randomUUID() }
  await append(input)

  const answer = await append({ ...input, messages: [{ ...hello, content: 'Other' }] })

  expect(codesOf(answer)).toEqual(['CONFLICT'])
  expect((await readSession(sessionId)).message_count).toBe(1)
})

/** Three of them have more than 200,000 characters. */
const large = { type: 'TEXT', data: 'x'.repeat(70_000) }

test.each([
  ['input.messages', []],
  ['input.messages', Array(101).fill(hello)],
  ['input.messages.1.content', [hello, { ...hello, content: 'x'.repeat(200_001) }]],
  ['input.messages.0.content', [{ ...hello, content: 'a\0b' }]],
  ['input.messages.0.content', [{ ...hello, content: '\ud800' }]],
  ['input.messages.0.components.0', [{ ...hello, components: ['chart'] }]],
  ['input.messages.0.components.1.type', [{ ...hello, components: [{ type: 'TEXT' }, { type: 'OTHER' }] }]],
  ['input.messages.0.components.0.type', [{ ...hello, components: [{ type: 'text' }] }]],
  ['input.messages.0.components.0.data', [{ ...hello, components: [{ type: 'TEXT', data: '\0' }] }]],
  [
    'input.messages.0.components.0.title',
    [{ ...hello, components: [{ type: 'TEXT', title: 'x'.repeat(501) }] }],
  ],
  ['input.messages.0.components.0.yAxis', [{ ...hello, components: [{ type: 'TEXT', yAxis: '\0' }] }]],
  ['input.messages.0.components', [{ ...hello, components: Array(101).fill({ type: 'TEXT' }) }]],
  ['input.messages.0.components', [{ ...hello, components: Array(3).fill(large) }]],
  ['input.messages.0.tokensUsed', [{ ...hello, tokensUsed: 2 ** 31 }]],
  ['input.messages.0.processingTimeMs', [{ ...hello, processingTimeMs: 1.7e12 }]],
  ['input.messages.0.model', [{ ...hello, model: 'x'.repeat(101) }]],
  ['input.messages.0.metadata', [{ ...hello, metadata: [] }]],
  ['input.messages.0.metadata', [{ ...hello, metadata: { a: '\0' } }]],
])('invalid messages are rejected with the path %s, and none is added', async (argument, messages) => {
  const { id: sessionId } = await insertSession(db, { user_id })

  const { errors } = await append({ sessionId, messages })

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
  expect(await readMessages(sessionId)).toEqual([])
})

test('the longest text and every type of component are stored', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const types = `text chart metric_card table alert insight_card recommendation transaction_list user_analysis
    competitive_comparison`.split(/\s+/)
  const components = types.map((type) => ({ ...empty, type: type.toUpperCase() }))
  const message = { ...hello, content: 'x'.repeat(200_000), components }

  const { data } = await append({ sessionId, messages: [message] })

  expect(data.appendMessages.messages[0]).toMatchObject(message)
  const [stored] = await readMessages(sessionId)
  expect(stored?.components).toEqual(types.map((type) => ({ type })))
})

test('a deleted session rejects messages', async () => {
  const { id: sessionId } = await insertSession(db, { user_id, is_active: false })

  expect(codesOf(await append({ sessionId, messages: [hello] }))).toEqual(['CONFLICT'])
})

test('an id that is not a UUID is rejected with its path', async () => {
  const { errors } = await append({ sessionId: 'x', messages: [hello] })

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.sessionId' })
})

test('only the owner can append messages', async () => {
  const { id: sessionId } = await insertSession(db, { user_id })
  const strangers = [await insertUser(db), await insertUser(db, { role: 'admin' })]

  for (const sender of strangers) {
    const input = { sessionId, messages: [hello], idempotencyKey: 'the same' }
    expect(codesOf(await append(input, sender))).toEqual(['NOT_FOUND'])
  }

  expect(await readSession(sessionId)).toMatchObject({ message_count: 0, last_message_at: null })
})
