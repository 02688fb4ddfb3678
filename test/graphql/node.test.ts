import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const contract = await insertContract(db, { user_id, name: 'DEX' })
const session = await insertSession(db, { user_id })
const own = {
  User: owner.id,
  Contract: contract.id,
  ContractCompetitor: await insertCompetitor(db, contract),
  Analysis: (await insertAnalysis(db, { user_id })).id,
  ChatSession: session.id,
  ChatMessage: await insertMessage(db, session),
}
const otherUser = await insertUser(db)

const askNode = (id: string, sender?: { apiKey: string }) =>
  api.ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id }, sender)
const askNodes = (ids: readonly string[], sender?: { apiKey: string }) =>
  api.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids }, sender)

test.each(Object.entries(own))('a %s is found by its id, also in upper case', async (__typename, id) => {
  expect((await askNode(id, owner)).data.node).toEqual({ __typename, id })
  expect((await askNode(id.toUpperCase(), owner)).data.node).toEqual({ __typename, id })
})

test('nodes are returned in the order of their ids, with duplicates, and null for unknown ids', async () => {
  const ids = [own.Analysis, randomUUID(), own.User, own.Analysis, (await insertUser(db)).id]

  const { data, errors } = await askNodes(ids, owner)

  const analysis = { __typename: 'Analysis', id: own.Analysis }
  expect(data.nodes).toEqual([analysis, null, { __typename: 'User', id: own.User }, analysis, null])
  expect(errors).toEqual([])
})

test('another user finds none of them, and an anonymous client must log in', async () => {
  for (const id of Object.values(own)) {
    expect(codesOf(await askNode(id, otherUser))).toEqual(['NOT_FOUND'])
    expect(codesOf(await askNode(id))).toEqual(['UNAUTHENTICATED'])
  }
  expect((await askNodes(Object.values(own), otherUser)).data.nodes).toEqual(
    Object.values(own).map(() => null),
  )
})

test('nodes of all types cost one statement for their types and one for each type', async () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Contract { name } } }'
  const more = await insertContract(db, { user_id })

  const statements = await api.statementsOf(() =>
    api.ask(query, { ids: [...Object.values(own), more.id] }, owner),
  )

  expect(statements).toHaveLength(1 + 1 + 6)
})

test('a request returns at most a hundred nodes', async () => {
  const ids = Array.from({ length: 101 }, () => own.Contract)

  expect(codesOf(await askNodes(ids.slice(1), owner))).toEqual([])
  expect(codesOf(await askNodes(ids, owner))).toEqual(['BAD_USER_INPUT'])
  expect((await askNodes([], owner)).data.nodes).toEqual([])
})

test('an invalid id is named by its position in the list', async () => {
  const answer = await askNodes([own.User, 'x'], owner)

  expect(answer.errors[0]?.extensions).toEqual(invalidArgument('ids.1'))
})
