import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf } from '../support/api.ts'
import { insertSession, insertUser } from '../support/factories.ts'
import { api, db, owner, readSession, remove, restore, stranger, update, user_id } from './session-calls.ts'

test('renaming a session changes `updatedAt`', async () => {
  const { id } = await insertSession(db, { user_id })
  const before = await readSession(id)

  const { data } = await update({ id: id.toUpperCase(), title: 'Fees', ifUnmodifiedSince: before.updated_at })

  expect(data.updateChatSession.session.title).toBe('Fees')
  expect(Date.parse(data.updateChatSession.session.updatedAt)).toBeGreaterThan(before.updated_at.getTime())
})

test('an update changes only the fields that are given, and null removes the contract name', async () => {
  const { id } = await insertSession(db, { user_id, title: 'Fees', contract_name: 'Token' })

  const named = await update({ id, contractName: 'Vault' })
  const unnamed = await update({ id, title: 'Costs', contractName: null })
  const unchanged = await update({ id })

  expect(named.data.updateChatSession.session).toMatchObject({ title: 'Fees', contractName: 'Vault' })
  expect(unnamed.data.updateChatSession.session).toMatchObject({ title: 'Costs', contractName: null })
  expect(unchanged.data.updateChatSession.session).toMatchObject({ title: 'Costs', contractName: null })
})

test('all invalid fields of an update are reported', async () => {
  const { id } = await insertSession(db, { user_id, title: 'Fees' })

  const { errors } = await update({ id, title: null, contractName: 'x'.repeat(256) })

  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ argument: 'input.title' }, { argument: 'input.contractName', code: 'LENGTH' }],
  })
  expect((await readSession(id)).title).toBe('Fees')
})

test('an update based on an outdated state is rejected with the time of the last change', async () => {
  const { id } = await insertSession(db, { user_id })
  const { updated_at: since } = await readSession(id)
  await update({ id, title: 'First' })

  const { errors } = await update({ id, title: 'Second', ifUnmodifiedSince: since })

  const { title, updated_at } = await readSession(id)
  expect(errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', updatedAt: updated_at.toISOString() })
  expect(title).toBe('First')
})

test('only one of several concurrent updates with the same `ifUnmodifiedSince` succeeds', async () => {
  const { id } = await insertSession(db, { user_id })
  const { updated_at: ifUnmodifiedSince } = await readSession(id)

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, number) => update({ id, title: `${number}`, ifUnmodifiedSince })),
  )

  expect(answers.flatMap(codesOf)).toEqual(Array(9).fill('CONFLICT'))
})

test.each(['', ' ', 'x'.repeat(501), 'a\0b', '\ud800'])('the title %j is rejected', async (title) => {
  const { id } = await insertSession(db, { user_id })

  const { errors } = await update({ id, title })

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.title' })
})

test('a deleted session can’t be updated', async () => {
  const { id } = await insertSession(db, { user_id, is_active: false })

  expect(codesOf(await update({ id, title: 'Back' }))).toEqual(['CONFLICT'])
})

test('deleting a session marks it as deleted, and can be repeated', async () => {
  const { id } = await insertSession(db, { user_id })
  const once = () =>
    api.ask(
      `mutation { deleteChatSession(input: { id: "${id.toUpperCase()}" }) {
        deletedId session { id isActive updatedAt } user { id }
      } }`,
      {},
      owner,
    )

  const first = await once()
  const second = await once()

  expect(first.data.deleteChatSession).toMatchObject({
    ...{ deletedId: id, session: { id, isActive: false }, user: { id: user_id } },
  })
  expect(second.data).toEqual(first.data)
})

test('a restored session accepts changes again, and restoring can be repeated', async () => {
  const { id } = await insertSession(db, { user_id, is_active: false, message_count: 2 })

  const first = await restore(id)
  const second = await restore(id)

  expect(first.data.restoreChatSession.session).toMatchObject({ id, isActive: true, messageCount: 2 })
  expect(second.data).toEqual(first.data)
  expect(codesOf(await update({ id, title: 'Back' }))).toEqual([])
})

test('deleted sessions are returned in the order of the ids, with the sessions that remain', async () => {
  const user = await insertUser(db)
  const insert = async () => (await insertSession(db, { user_id: user.id })).id
  const ids = [await insert(), await insert()]
  const remaining = await insert()

  const { data } = await remove([...ids, ...ids], user)

  expect(data.deleteChatSessions).toEqual({
    deletedIds: ids,
    sessions: ids.map((id) => ({ id, isActive: false })),
    user: { chatSessions: { nodes: [{ id: remaining }] } },
  })
})

test('no session is deleted if one id is unknown or belongs to another user', async () => {
  const own = await insertSession(db, { user_id })
  const foreign = await insertSession(db, { user_id: stranger.id })

  for (const id of [randomUUID(), foreign.id]) {
    expect(codesOf(await remove([own.id, id]))).toEqual(['NOT_FOUND'])
  }

  expect((await readSession(own.id)).is_active).toBe(true)
  expect((await readSession(foreign.id)).is_active).toBe(true)
})

test.each([
  ['input.ids', []],
  ['input.ids', Array.from({ length: 101 }, () => randomUUID())],
  ['input.ids.1', [randomUUID(), 'x']],
])('an invalid list of ids is rejected with the path %s', async (argument, ids) => {
  const { errors } = await remove(ids)

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
})

test('concurrent deletions of the same sessions in different orders do not deadlock', async () => {
  const ids = await Promise.all(
    Array.from({ length: 10 }, async () => (await insertSession(db, { user_id })).id),
  )

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, number) => remove(number % 2 === 0 ? ids : ids.toReversed())),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
})

test('only the owner can update, delete or restore a session', async () => {
  const { id } = await insertSession(db, { user_id, title: 'Mine' })
  const admin = await insertUser(db, { role: 'admin' })

  for (const sender of [stranger, admin]) {
    expect(codesOf(await update({ id, title: 'Theirs' }, sender))).toEqual(['NOT_FOUND'])
    expect(codesOf(await remove([id], sender))).toEqual(['NOT_FOUND'])
    expect(codesOf(await restore(id, sender))).toEqual(['NOT_FOUND'])
  }

  expect(await readSession(id)).toMatchObject({ title: 'Mine', is_active: true })
})
