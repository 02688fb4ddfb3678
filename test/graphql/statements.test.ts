import type { GraphQLNamedType } from 'graphql'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { type Account, insertProfileOf, insertRowsOf, insertUser } from '../support/factories.ts'
import {
  apiSchema,
  freeFields,
  isObjectField,
  selectLeaves,
  targetOf,
  wrapInField,
} from '../support/schema-walk.ts'

const api = await startApi()
const { db } = api
const admin = await insertUser(db, { role: 'admin' })

const dashboard = `{ me {
  contracts(first: 50) { totalCount edges { node {
    name competitors { name } rpcConfigs { chain rpcUrls } analysisParams { blockRange }
    analyses(first: 2) { totalCount edges { node { status logs(last: 5) { message } results } } }
  } } }
  chatSessions(first: 50) { edges { node { title messages(first: 5) { edges { node { content } } } } } }
} }`
const overview = `{ users(first: 50) { edges { node { email contracts(first: 10) {
  edges { node { name analyses(first: 3) { edges { node { status } } } } } } } } } }`

const one = { contracts: 1, analyses: 1, competitors: 1, sessions: 1, messages: 1 }
const fifty = { contracts: 50, analyses: 2, competitors: 2, sessions: 50, messages: 2 }
const few = { contracts: 3, analyses: 3, competitors: 3, sessions: 3, messages: 3 }

/** A user with rows of every kind. */
async function insertOwner(counts: typeof one): Promise<Account> {
  const owner = await insertUser(db)
  const marked = { id: owner.id, mark: 'row' }
  await insertRowsOf(db, marked, counts)
  const ownAnalyses = db.selectFrom('analyses').select('id').where('user_id', '=', owner.id)
  await insertProfileOf(db, marked, (await ownAnalyses.executeTakeFirstOrThrow()).id)
  return owner
}

async function countStatements(query: string, sender: Account): Promise<number> {
  const statements = await api.statementsOf(async () => {
    expect((await api.ask(query, {}, sender)).errors).toEqual([])
  })
  return statements.length
}

const small = await insertOwner(one)
const statementsForOneUser = await countEachField()
const overviewForOneUser = await countStatements(overview, admin)

test('a dashboard costs 13 statements, with one contract and with fifty', async () => {
  const large = await insertOwner(fifty)

  expect(await countStatements(dashboard, small)).toBe(13)
  expect(await countStatements(dashboard, large)).toBe(13)
})

test('a list of users with their contracts and analyses costs 4 statements for all users together', async () => {
  for (let number = 0; number < 5; number++) await insertOwner(few)

  expect([overviewForOneUser, await countStatements(overview, admin)]).toEqual([4, 4])
})

test('no field costs more statements for many objects than for one', async () => {
  for (let number = 0; number < 2; number++) await insertOwner(few)

  expect(await countEachField()).toEqual(statementsForOneUser)
})

test('the counted objects include every type that belongs to a user', () => {
  const types = new Set(Object.keys(statementsForOneUser).map((name) => name.split('.')[0]))

  expect([...types].sort()).toEqual([
    ...[
      'Analysis',
      'AnalysisInterpretation',
      'AnalysisLog',
      'ChatComponent',
      'ChatMessage',
      'ChatMessageRevision',
      'ChatSession',
    ],
    ...[
      'Contract',
      'ContractAnalysisParams',
      'ContractCompetitor',
      'ContractRpcConfig',
      'LegacyDocument',
      'Quota',
    ],
    ...['ShareLink', 'Usage', 'UsageMonth', 'UsageOfChain', 'UsageOfType'],
    ...['User', 'UserOnboarding', 'UserPreferences'],
  ])
})

/** The number of statements for each field, such as `Contract.owner`, including its path from the list of users. */
async function countEachField(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { type, way } of listWays()) {
    for (const field of freeFields(type)) {
      const query = way(wrapInField(field, selectLeaves(targetOf(field)), 3))
      counts[`${type.name}.${field.name}`] = await countStatements(query, admin)
    }
  }
  return counts
}

interface Way {
  readonly type: GraphQLNamedType
  /** The query that makes this selection on every object of the type. */
  readonly way: (selection: string) => string
}

/** The shortest path to each object type from the list of users. */
function listWays(): Way[] {
  const users = apiSchema.getQueryType()?.getFields().users ?? expect.unreachable()
  const ways: Way[] = [
    { type: targetOf(users), way: (selection) => `{ ${wrapInField(users, selection, 5)} }` },
  ]
  for (const { type, way } of ways) {
    for (const field of freeFields(type)) {
      const target = targetOf(field)
      if (!isObjectField(field) || ways.some((known) => known.type === target)) continue
      ways.push({ type: target, way: (selection) => way(wrapInField(field, selection, 3)) })
    }
  }
  return ways
}
