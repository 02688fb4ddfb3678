import { begin } from '../analyses/analysis-calls.ts'
import { createAccountCalls, findResetCode, insertMember, password } from '../auth/account-calls.ts'
import type { ApiClient } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertImportJob,
  insertMessage,
  insertRpcConfig,
  insertSession,
  insertShareLink,
  insertUser,
} from '../support/factories.ts'
import { codeIn, untilMailed } from '../support/mail.ts'

/** A user's rows, created anew for each measured operation. */
interface OperationData {
  readonly owner: Account
  readonly admin: Account
  readonly worker: Account
  readonly password: string
  readonly contractId: string
  readonly archivedIds: readonly string[]
  readonly competitorId: string
  readonly shareLinkId: string
  readonly shareToken: string
  readonly sessionIds: readonly string[]
  readonly messageIds: readonly string[]
  readonly pendingId: string
  readonly completedId: string
  readonly leaseToken: string
  readonly importJobId: string
  findResetCode(): Promise<string>
  findVerificationCode(): Promise<string>
}

/** Inserts three contracts, two sessions with messages, a pending analysis and one claimed by a worker. */
export async function createOperationData(api: ApiClient): Promise<OperationData> {
  const { db } = api
  const owner = await insertMember(api)
  const worker = await insertUser(db, { role: 'worker' })
  const admin = await insertUser(db, { role: 'admin' })
  const { leaseToken } = await begin(api, { owner, worker })
  const user_id = owner.id
  // Different times for each kind of row, because the activity orders rows of one millisecond by their random ids.
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
  const contract = await insertContract(db, { user_id, is_default: true, created_at: ago(50) })
  const archived = [1, 2].map(() => insertContract(db, { user_id, is_active: false, created_at: ago(40) }))
  const sessions = [1, 2].map((place) =>
    insertSession(db, { user_id, contract_address: `0x${place}`, created_at: ago(30) }),
  )
  const messageIds: string[] = []
  for (const session of await Promise.all(sessions)) messageIds.push(await insertMessage(db, session))
  await insertRpcConfig(db, contract)
  const { id: shareLinkId, token: shareToken } = await insertShareLink(db, contract)
  return {
    ...{ shareLinkId, shareToken },
    ...{ owner, worker, admin, password, leaseToken, contractId: contract.id },
    archivedIds: (await Promise.all(archived)).map(({ id }) => id),
    messageIds,
    sessionIds: (await Promise.all(sessions)).map(({ id }) => id),
    competitorId: await insertCompetitor(db, contract),
    pendingId: (await insertAnalysis(db, { user_id, config_id: contract.id })).id,
    completedId: (
      await insertAnalysis(db, { user_id, status: 'completed', progress: 100, created_at: ago(60) })
    ).id,
    importJobId: await insertImportJob(api.db),
    findResetCode: () => findResetCode(api, owner.email),
    findVerificationCode: async () => {
      await createAccountCalls(api).requestVerification(owner)
      return codeIn(await untilMailed(api, owner.email))
    },
  }
}

/** An operation as sent by a screen or a worker. */
export interface MeasuredOperation {
  readonly document: string
  /** Defaults to `{}`. */
  readonly variables?: (data: OperationData) => object | Promise<object>
  /** Defaults to the owner. */
  readonly sender?: 'owner' | 'admin' | 'worker'
}

type Arguments = (data: OperationData) => object | Promise<object>

/** Operations by the name of their root field. */
export const measuredOperations: Readonly<Record<string, MeasuredOperation>> = {
  me: { document: '{ me { name quota { used limit } } }' },
  node: byId('query', 'node', '... on Contract { name }', contract),
  nodes: byIds('query', 'nodes', '... on ChatSession { title }', ({ sessionIds }) => sessionIds),
  contract: byId('query', 'contract', 'name competitors { name } rpcConfigs { chain }', contract),
  contracts: list('contracts', 'name competitors { name } rpcConfigs { chain }'),
  sharedContract: {
    document:
      'query ($token: String!) { sharedContract(token: $token) { name tags latestAnalysis { type } results } }',
    variables: ({ shareToken: token }) => ({ token }),
  },
  analysis: byId(
    'query',
    'analysis',
    'status startedAt results logs { message }',
    ({ pendingId }) => pendingId,
  ),
  analyses: list('analyses', 'status contract { name }'),
  chatSession: byId('query', 'chatSession', 'messages { edges { node { content } } }', session),
  chatSessions: list('chatSessions', 'title messages(first: 1) { edges { node { content } } }'),
  user: { ...byId('query', 'user', 'email', ({ owner }) => owner.id), sender: 'admin' },
  users: { ...list('users', 'email preferences { defaultChain }'), sender: 'admin' },
  analysisStats: { document: '{ analysisStats { totalCount successRate byStatus { count } } }' },
  activity: {
    document:
      '{ activity { edges { node { occurredAt kind subject { __typename id } } } pageInfo { hasNextPage endCursor } } }',
  },
  dashboard: {
    document: `{ dashboard {
      contractCount chatSessionCount quota { used } analyses { totalCount successRate averageDurationSeconds }
      recentAnalyses { id }
    } }`,
  },
  onboardingStatus: {
    document: '{ onboardingStatus { isCompleted missingSteps defaultContract { name } } }',
  },
  search: { document: '{ search(query: "token") { edges { cursor } } }' },
  legacyDocuments: { ...list('legacyDocuments', 'path json'), sender: 'admin' },
  importJobs: { ...list('importJobs', 'phase'), sender: 'admin' },
  importJob: {
    ...byId('query', 'importJob', 'phase rejectsByCode { count }', ({ importJobId }) => importJobId),
    sender: 'admin',
  },
  exportRejects: {
    document: 'query ($jobId: ID!) { exportRejects(jobId: $jobId) { ndjson next } }',
    variables: ({ importJobId }) => ({ jobId: importJobId }),
    sender: 'admin',
  },
  register: byInput('register', 'token user { id }', ({ owner, password }) => ({
    ...{ email: `new.${owner.email}`, password, name: 'New' },
  })),
  login: byInput('login', 'token user { id }', ({ owner: { email }, password }) => ({ email, password })),
  updateProfile: byInput('updateProfile', 'user { name }', () => ({ name: 'Other' })),
  updatePreferences: byInput('updatePreferences', 'preferences { defaultChain }', () => ({
    defaultChain: 'lisk',
  })),
  changePassword: byInput('changePassword', 'token', ({ password }) => ({
    ...{ currentPassword: password, newPassword: `${password}!` },
  })),
  rotateApiKey: byInput('rotateApiKey', 'apiKey', ({ password }) => ({ password })),
  deleteAccount: byInput('deleteAccount', 'deletedId', ({ password }) => ({ password })),
  resetPassword: byInput('resetPassword', 'token', async ({ owner, password, findResetCode }) => ({
    ...{ email: owner.email, code: await findResetCode(), newPassword: password },
  })),
  requestEmailVerification: { document: 'mutation { requestEmailVerification { isAccepted } }' },
  verifyEmail: byInput('verifyEmail', 'user { isEmailVerified }', async (data) => ({
    code: await data.findVerificationCode(),
  })),
  updateUser: {
    ...byInput('updateUser', 'user { tier }', ({ owner }) => ({ id: owner.id, tier: 'PRO' })),
    sender: 'admin',
  },
  completeOnboarding: byInput('completeOnboarding', 'onboarding { isCompleted } contract { name }', () => ({
    ...{ contractAddress: `0x${'3'.repeat(40)}`, contractChain: 'ethereum', contractName: 'Third' },
  })),
  updateOnboarding: byInput('updateOnboarding', 'onboarding { website }', () => ({
    website: 'https://dex.example',
  })),
  createContract: byInput('createContract', 'contract { name competitors { name } }', () => ({
    ...{ name: 'New', targetAddress: `0x${'4'.repeat(40)}`, targetChain: 'ethereum' },
    competitors: [{ address: `0x${'5'.repeat(40)}`, chain: 'ethereum' }],
  })),
  updateContract: byInput('updateContract', 'contract { name }', ({ contractId }) => ({
    ...{ id: contractId, name: 'Other' },
  })),
  setDefaultContract: byInputId('setDefaultContract', 'contract { isDefault }', contract),
  archiveContract: byInputId('archiveContract', 'contract { isActive }', contract),
  restoreContract: byInputId('restoreContract', 'contract { isActive }', ({ archivedIds }) => {
    return archivedIds[0]
  }),
  archiveContracts: byInput('archiveContracts', 'contracts { isActive }', ({ contractId }) => ({
    ids: [contractId],
  })),
  deleteContracts: byInput(
    'deleteContracts',
    'deletedIds user { contracts { totalCount } }',
    ({ archivedIds: ids }) => ({ ids }),
  ),
  duplicateContract: byInput('duplicateContract', 'contract { name }', ({ contractId: id }) => ({ id })),
  addCompetitor: byInput('addCompetitor', 'contract { competitors { name } }', ({ contractId }) => ({
    ...{ contractId, competitor: { address: `0x${'6'.repeat(40)}`, chain: 'ethereum' } },
  })),
  updateCompetitor: byInput('updateCompetitor', 'competitor { group } contract { name }', (data) => ({
    ...{ id: data.competitorId, group: 'direct' },
  })),
  removeCompetitor: byInputId('removeCompetitor', 'contract { name }', ({ competitorId }) => {
    return competitorId
  }),
  addContractTags: byInput('addContractTags', 'contract { tags }', tagged),
  removeContractTags: byInput('removeContractTags', 'contract { tags }', tagged),
  createShareLink: byInput('createShareLink', 'token shareLink { expiresAt }', ({ contractId }) => ({
    ...{ contractId, scopes: ['CONTRACT'] },
  })),
  revokeShareLink: byInput('revokeShareLink', 'contract { shareLinks { id } }', ({ shareLinkId: id }) => ({
    id,
  })),
  startAnalysis: byInput('startAnalysis', 'analysis { status } quota { used }', ({ contractId }) => ({
    ...{ contractId, type: 'SINGLE' },
  })),
  cancelAnalysis: byInput('cancelAnalysis', 'analysis { status }', ({ pendingId: id }) => ({ id })),
  addInterpretation: byInput(
    'addInterpretation',
    'interpretation { version } analysis { interpretations { content } }',
    ({ completedId }) => ({ analysisId: completedId, model: 'gpt-4o', content: 'Growing.' }),
  ),
  startSync: byInput('startSync', 'analysis { status } onboarding { isContinuousSync }', ofContract),
  stopSync: byInput('stopSync', 'cancelledAnalyses { id } onboarding { isContinuousSync }', ofContract),
  refreshContract: byInput('refreshContract', 'contract { name } analysis { status }', ofContract),
  claimAnalysis: byWorker('claimAnalysis', 'lease { token analysis { id } }', () => ({})),
  renewLease: byWorker('renewLease', 'lease { expiresAt }', lease),
  reportProgress: byWorker('reportProgress', 'analysis { progress }', lease, { progress: 10 }),
  appendLogs: byWorker('appendLogs', 'analysis { id }', lease, { entries: [{ message: 'Half.' }] }),
  completeAnalysis: byWorker('completeAnalysis', 'analysis { status }', lease, { results: {} }),
  failAnalysis: byWorker('failAnalysis', 'analysis { status }', lease, { errorMessage: 'No.' }),
  openChatSession: byInput('openChatSession', 'session { title } isNew', () => ({
    ...{ contractAddress: `0x${'7'.repeat(40)}`, contractChain: 'ethereum' },
  })),
  updateChatSession: byInput('updateChatSession', 'session { title }', (data) => ({
    ...{ id: session(data), title: 'Other' },
  })),
  restoreChatSession: byInput('restoreChatSession', 'session { isActive }', (data) => ({
    id: session(data),
  })),
  deleteChatSession: byInput(
    'deleteChatSession',
    'deletedId session { isActive } user { chatSessions { totalCount } }',
    (data) => ({ id: session(data) }),
  ),
  deleteChatSessions: byInput(
    'deleteChatSessions',
    'deletedIds sessions { id } user { chatSessions { totalCount } }',
    ({ sessionIds: ids }) => ({ ids }),
  ),
  editMessage: byInput(
    'editMessage',
    'message { content revisions { edges { node { content } } } }',
    ({ messageIds: [id] }) => ({ id, content: 'Edited' }),
  ),
  deleteMessage: byInput('deleteMessage', 'deletedId session { messageCount }', ({ messageIds: [id] }) => ({
    id,
  })),
  appendMessages: byInput('appendMessages', 'session { messageCount } messages { id }', (data) => ({
    ...{ sessionId: session(data), messages: [{ role: 'USER', content: 'Hello' }] },
  })),
}

function contract({ contractId }: OperationData): string {
  return contractId
}

function ofContract({ contractId }: OperationData): object {
  return { contractId }
}

function session({ sessionIds }: OperationData): string | undefined {
  return sessionIds[0]
}

function tagged({ contractId }: OperationData): object {
  return { contractId, tags: ['defi'] }
}

function lease({ leaseToken }: OperationData): object {
  return { leaseToken }
}

function list(field: string, node: string): MeasuredOperation {
  return { document: `{ ${field} { edges { node { id ${node} } } pageInfo { hasNextPage endCursor } } }` }
}

type Kind = 'query' | 'mutation'

function byId(
  kind: Kind,
  field: string,
  selection: string,
  find: (data: OperationData) => string | undefined,
) {
  const document = `${kind} ($id: ID!) { ${field}(id: $id) { ${selection} } }`
  return { document, variables: (data: OperationData) => ({ id: find(data) }) }
}

function byIds(
  kind: Kind,
  field: string,
  selection: string,
  find: (data: OperationData) => readonly string[],
) {
  const document = `${kind} ($ids: [ID!]!) { ${field}(ids: $ids) { ${selection} } }`
  return { document, variables: (data: OperationData) => ({ ids: find(data) }) }
}

function byInputId(
  field: string,
  selection: string,
  find: (data: OperationData) => string | undefined,
): MeasuredOperation {
  return byInput(field, selection, (data) => ({ id: find(data) }))
}

function byInput(
  field: string,
  selection: string,
  find: Arguments,
  type = inputOf(field),
): MeasuredOperation {
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`
  return { document, variables: async (data) => ({ input: await find(data) }) }
}

function byWorker(
  field: string,
  selection: string,
  find: Arguments,
  otherFields: object = {},
): MeasuredOperation {
  const operation = byInput(field, selection, async (data) => ({ ...(await find(data)), ...otherFields }))
  return { ...operation, sender: 'worker' }
}

function inputOf(field: string): string {
  return `${field[0]?.toUpperCase()}${field.slice(1)}Input`
}
