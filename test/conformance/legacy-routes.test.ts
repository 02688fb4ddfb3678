import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { apiSchema, fieldsOf } from '../support/schema-walk.ts'
import { createOperationData, measuredOperations } from './operations.ts'

const documentation = readFileSync(join(import.meta.dirname, '../../docs/clients.md'), 'utf8')
const [replaced = ''] = documentation.split('These routes have no counterpart')
const rows = [...replaced.matchAll(/^\| (`(?:GET|POST|PUT|DELETE) .+?) \| (.+) \|$/gm)].map(
  ([, routes = '', answer = '']) => ({
    routes,
    names: [...answer.matchAll(/`(\w+(?:\.\w+)?)/g)].map(([, name]) => name),
  }),
)
const executed = new Set(Object.keys(measuredOperations))
const coordinates = new Set(
  Object.values(apiSchema.getTypeMap()).flatMap((type) =>
    fieldsOf(type).map(({ name }) => `${type.name}.${name}`),
  ),
)

test('each operation that docs/clients.md names for a route of the legacy application exists and is executed by a test', () => {
  expect(rows.length).toBeGreaterThan(30)
  for (const { routes, names } of rows) {
    expect(names.length, routes).toBeGreaterThan(0)
    for (const name of names) {
      const isKnown = name?.includes('.')
        ? coordinates.has(name)
        : executed.has(name ?? '') || name === 'requestPasswordReset'
      expect(isKnown, `${name} for ${routes}`).toBe(true)
    }
  }
})

type Data = Awaited<ReturnType<typeof createOperationData>>

/** What a screen reads: the selection, and what the data of one user must contain. */
interface Read {
  readonly selection: (data: Data) => string
  readonly expected: (data: Data) => object
}

const onboardingStatus: Read = {
  selection: () =>
    'onboardingStatus { isCompleted missingSteps defaultContract { id isDefault } onboarding { isIndexed indexingProgress currentStep isContinuousSync } }',
  expected: ({ contractId }) => ({
    onboardingStatus: { isCompleted: false, defaultContract: { id: contractId, isDefault: true } },
  }),
}
const completed: Read = {
  selection: ({ completedId }) =>
    `analysis(id: "${completedId}") { status progress errorMessage results logs(last: 5) { message } contract { name } }`,
  expected: () => ({ analysis: { status: 'COMPLETED', progress: 100, logs: [] } }),
}

/** The reads of the legacy application, by the first route of each row. */
const reads: Readonly<Record<string, Read>> = {
  'GET /auth/me': {
    selection: () => 'me { id email name role tier createdAt preferences { defaultChain } }',
    expected: ({ owner }) => ({ me: { id: owner.id, email: owner.email, role: 'USER', tier: 'FREE' } }),
  },
  'GET /users/dashboard': {
    selection: () =>
      'dashboard { contractCount chatSessionCount analyses { totalCount byStatus { status count } } quota { used limit } recentAnalyses { id status } }',
    expected: () => ({
      dashboard: {
        contractCount: 1,
        chatSessionCount: 2,
        analyses: {
          totalCount: 3,
          byStatus: expect.arrayContaining([{ status: 'COMPLETED', count: 1 }]),
        },
        recentAnalyses: [{}, {}, {}],
      },
    }),
  },
  'GET /users/usage': {
    selection: () =>
      'me { usage { months { month started completed } byType { type count } byChain { chain count } } }',
    expected: () => ({ me: { usage: { byType: [{ type: 'SINGLE', count: 3 }] } } }),
  },
  'GET /subscription/status': {
    selection: () => 'me { quota { limit used remaining resetsAt } }',
    expected: () => ({ me: { quota: { resetsAt: expect.any(String) } } }),
  },
  'GET /contracts': {
    selection: () =>
      'contracts(first: 10) { totalCount pageInfo { hasNextPage endCursor } nodes { id name description tags isDefault } }',
    expected: ({ contractId }) => ({
      contracts: {
        totalCount: 1,
        nodes: expect.arrayContaining([expect.objectContaining({ id: contractId })]),
      },
    }),
  },
  'GET /contracts/:id': {
    selection: ({ contractId }) =>
      `contract(id: "${contractId}") { id name targetAddress targetChain analysisParams { blockRange } rpcConfigs { chain } }`,
    expected: ({ contractId }) => ({ contract: { id: contractId, rpcConfigs: [{ chain: 'ethereum' }] } }),
  },
  'GET /contracts/:id/competitors': {
    selection: ({ contractId }) => `contract(id: "${contractId}") { competitors { id address chain name } }`,
    expected: ({ competitorId }) => ({ contract: { competitors: [{ id: competitorId }] } }),
  },
  'GET /analysis/:id/status': completed,
  'GET /analysis/history': {
    selection: () =>
      'analyses(filter: { statuses: [COMPLETED] }, first: 20) { nodes { id type status createdAt contract { name } } }',
    expected: ({ completedId }) => ({ analyses: { nodes: [{ id: completedId, status: 'COMPLETED' }] } }),
  },
  'GET /analysis/stats': {
    selection: () => 'analysisStats { totalCount averageDurationSeconds byStatus { status count } }',
    expected: () => ({ analysisStats: { totalCount: 3 } }),
  },
  'GET /metrics/analysis/:id': completed,
  'GET /onboarding/status': onboardingStatus,
  'GET /dashboard/contract-info': onboardingStatus,
  'GET /chat/sessions': {
    selection: () =>
      'chatSessions(first: 20) { nodes { id title contractAddress messageCount lastMessageAt } }',
    expected: ({ sessionIds }) => ({
      chatSessions: {
        nodes: expect.arrayContaining(sessionIds.map((id) => expect.objectContaining({ id }))),
      },
    }),
  },
  'GET /chat/sessions/:id': {
    selection: ({ sessionIds: [id] }) => `chatSession(id: "${id}") { id title contractName }`,
    expected: ({ sessionIds: [id] }) => ({ chatSession: { id } }),
  },
  'GET /chat/sessions/:id/messages': {
    selection: ({ sessionIds: [id] }) =>
      `chatSession(id: "${id}") { messages(last: 50) { totalCount nodes { id role content createdAt } } }`,
    expected: ({ messageIds: [id] }) => ({ chatSession: { messages: { totalCount: 1, nodes: [{ id }] } } }),
  },
  'GET /share/:token/data': {
    selection: ({ shareToken }) => `sharedContract(token: "${shareToken}") { name targetAddress expiresAt }`,
    expected: () => ({ sharedContract: { expiresAt: expect.any(String) } }),
  },
  'GET /traction/activity': {
    selection: () => 'activity(first: 100) { nodes { kind occurredAt subject { id } } }',
    expected: ({ contractId }) => ({
      activity: {
        nodes: expect.arrayContaining([
          { kind: 'CONTRACT_ADDED', occurredAt: expect.any(String), subject: { id: contractId } },
        ]),
      },
    }),
  },
}

test('every route that reads has a query for its screen', () => {
  const firsts = rows.flatMap(({ routes }) => /^`(GET [^`]+)`/.exec(routes)?.[1] ?? [])

  expect(Object.keys(reads).toSorted()).toEqual(firsts.toSorted())
})

const api = await startApi()
const data = await createOperationData(api)

test.each(Object.entries(reads))(
  'the query that replaces %s returns what its screen shows',
  async (_route, read) => {
    const answer = await api.ask(`query Screen { ${read.selection(data)} }`, {}, data.owner)

    expect(answer.errors).toEqual([])
    expect(answer.data).toMatchObject(read.expected(data))
  },
)
