import { randomUUID } from 'node:crypto'
import { assertInterfaceType, buildSchema } from 'graphql'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertImportJob,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'
import { apiSchema, listIdArguments } from '../support/schema-walk.ts'
import { idMutations } from './id-mutations.ts'
import { idsOfImports } from './import-ids.ts'

const api = await startApi()
const { db } = api
const page = '{ totalCount edges { node { id } } }'

/** A request for each argument that takes an id, and the types that it may return to viewers who may read them. */
const places: Readonly<Record<string, { ask: (id: string) => string; gives: readonly string[] }>> = {
  ...Object.fromEntries(Object.entries(idMutations).map(([place, ask]) => [place, { ask, gives: [] }])),
  ...Object.fromEntries(
    Object.entries(idsOfImports).map(([place, ask]) => [place, { ask, gives: ['ImportJob'] }]),
  ),
  'Mutation.updateUser(input.id)': {
    ask: (id) => `mutation { updateUser(input: { id: "${id}" }) { user { id } } }`,
    gives: ['User'],
  },
  'Query.activity(filter.contractId)': {
    ask: (id) => `{ activity(filter: { contractId: "${id}" }) { totalCount nodes { kind } } }`,
    gives: [],
  },
  'Query.analyses(filter.contractId)': {
    ask: (id) => `{ analyses(filter: { contractId: "${id}" }) ${page} }`,
    gives: [],
  },
  'Query.analysis(id)': { ask: (id) => `{ analysis(id: "${id}") { id } }`, gives: ['Analysis'] },
  'Query.analysisStats(filter.contractId)': {
    ask: (id) =>
      `{ analysisStats(filter: { contractId: "${id}" }) { totalCount thisMonthCount byStatus { count } series(groupBy: TYPE, bucket: DAY) { count } } }`,
    gives: [],
  },
  'Query.chatSession(id)': { ask: (id) => `{ chatSession(id: "${id}") { id } }`, gives: ['ChatSession'] },
  'Query.contract(id)': { ask: (id) => `{ contract(id: "${id}") { id } }`, gives: ['Contract'] },
  'Query.node(id)': {
    ask: (id) => `{ node(id: "${id}") { __typename } }`,
    gives: ['User', 'Contract', 'ContractCompetitor', 'Analysis', 'ChatSession', 'ChatMessage', 'ImportJob'],
  },
  'Query.nodes(ids)': {
    ask: (id) => `{ nodes(ids: ["${id}"]) { __typename } }`,
    gives: ['User', 'Contract', 'ContractCompetitor', 'Analysis', 'ChatSession', 'ChatMessage', 'ImportJob'],
  },
  'Query.user(id)': { ask: (id) => `{ user(id: "${id}") { id } }`, gives: ['User'] },
  'User.analyses(filter.contractId)': {
    ask: (id) => `{ me { analyses(filter: { contractId: "${id}" }) ${page} } }`,
    gives: [],
  },
  'Contract.analyses(filter.contractId)': {
    ask: (id) => `{ contracts { edges { node { analyses(filter: { contractId: "${id}" }) ${page} } } } }`,
    gives: [],
  },
}

/** The types that each role may read of other users. */
const readable: Readonly<Record<string, readonly string[]>> = {
  anonymous: [],
  user: [],
  worker: ['Contract', 'ContractCompetitor', 'Analysis'],
  admin: ['User', 'Contract', 'ContractCompetitor', 'Analysis', 'ChatSession', 'ChatMessage', 'ImportJob'],
}

const owner = await insertUser(db)
const user_id = owner.id
const contract = await insertContract(db, { user_id })
const session = await insertSession(db, { user_id })
const importJob = await insertImportJob(db, { phase: 'completed', started_by: user_id })

/** An id of each type that belongs to none of the viewers. */
const foreign: Readonly<Record<string, string>> = {
  User: user_id,
  Contract: contract.id,
  ContractCompetitor: await insertCompetitor(db, contract),
  Analysis: (await insertAnalysis(db, { user_id, config_id: contract.id })).id,
  ChatSession: session.id,
  ChatMessage: await insertMessage(db, session),
  ImportJob: importJob,
}

/** The lease token of another worker for an analysis of the owner, valid for no other viewer of any role. */
const claimed = await insertAnalysis(db, { user_id, config_id: contract.id, status: 'running' })
const { token: foreignToken } = await db
  .insertInto('analysis_leases')
  .values({
    ...{ analysis_id: claimed.id, user_id, worker_id: (await insertUser(db, { role: 'worker' })).id },
    expires_at: new Date(Date.now() + 3_600_000),
  })
  .returning('token')
  .executeTakeFirstOrThrow()

/** All stored rows of the owner. */
async function readOwned(): Promise<unknown> {
  const tables = [
    'contracts',
    'contract_competitors',
    'analyses',
    'analysis_leases',
    'chat_sessions',
    'chat_messages',
    'chat_message_revisions',
  ] as const
  const read = (table: (typeof tables)[number]) =>
    sql`select to_jsonb(owned) as row from ${sql.table(table)} as owned where user_id = ${user_id}`.execute(
      db,
    )
  return Promise.all(tables.map(async (table) => (await read(table)).rows))
}
const ownedBefore = await readOwned()

const viewers = {
  anonymous: undefined,
  user: await insertUser(db),
  worker: await insertUser(db, { role: 'worker' }),
  admin: await insertUser(db, { role: 'admin' }),
}
for (const viewer of Object.values(viewers)) {
  if (viewer === undefined) continue
  const own = await insertContract(db, { user_id: viewer.id })
  await insertAnalysis(db, { user_id: viewer.id, config_id: own.id })
}

test('every argument that takes an id is tested here', () => {
  expect(Object.keys(places).sort()).toEqual(listIdArguments(apiSchema))
  const nodes = apiSchema.getPossibleTypes(assertInterfaceType(apiSchema.getType('Node')))
  expect(Object.keys(foreign).sort()).toEqual(nodes.map(({ name }) => name).sort())
})

test('a new id argument is detected at any depth and of any type', () => {
  const schema = buildSchema(`
    type Query { a(filter: Outer, id: String): Int, b(ids: [ID!]!, paid: Int, grid: String): Int }
    input Outer { inner: [Inner!], name: String }
    input Inner { ownerId: String, again: Outer }
  `)

  expect(listIdArguments(schema)).toEqual(['Query.a(filter.inner.ownerId)', 'Query.a(id)', 'Query.b(ids)'])
})

const tries = Object.keys(places).flatMap((place) =>
  Object.entries(viewers).map(([role, viewer]) => ({ place, role, viewer })),
)

test.each(tries)(
  '$place reveals nothing to $role about ids they may not read',
  async ({ place, role, viewer }) => {
    const { ask, gives } = places[place] ?? expect.unreachable()
    const answerTo = async (id: string) => {
      const { status, text } = await api.ask(ask(id), {}, viewer)
      return { status, text: text.replaceAll(id, 'ID') }
    }
    const toUnknown = await answerTo(randomUUID())

    for (const [type, id] of [...Object.entries(foreign), ['Lease', foreignToken] as const]) {
      const isReadable = gives.includes(type) && readable[role]?.includes(type)
      if (isReadable) expect(await answerTo(id), `${role} reads ${type}`).not.toEqual(toUnknown)
      else expect(await answerTo(id), `${role} reads no ${type}`).toEqual(toUnknown)
    }
  },
)

test('none of these requests changed rows of the owner', async () => {
  expect(await readOwned()).toEqual(ownedBefore)
})

test('a cursor of another user’s row is only a position in the viewer’s own list', async () => {
  const askAfter = async (id: string) => {
    const after = Buffer.from(JSON.stringify([1, 'name:asc', '', id])).toString('base64url')
    const args = `after: "${after}", orderBy: { field: NAME, direction: ASC }`
    return (await api.ask(`{ contracts(${args}) ${page} }`, {}, viewers.user)).text
  }

  expect(await askAfter(contract.id)).toBe(await askAfter(randomUUID()))
})

test('concurrent requests do not see each other’s rows', async () => {
  const senders = Array.from({ length: 60 }, (_, number) => (number % 2 ? owner : viewers.user))

  const answers = await Promise.all(
    senders.map((sender) =>
      api.ask('{ me { id contracts { edges { node { owner { id } } } } } }', {}, sender),
    ),
  )

  for (const [number, { data }] of answers.entries()) {
    const id = senders[number]?.id
    expect(data.me).toEqual({ id, contracts: { edges: [{ node: { owner: { id } } }] } })
  }
})
