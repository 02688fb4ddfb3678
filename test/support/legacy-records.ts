import { randomUUID } from 'node:crypto'

/** Legacy records as the application wrote them. A test passes only the fields that matter to it. */
export type LegacyRecord = Readonly<Record<string, unknown>> & { readonly id: string }

const early = '2025-01-01T00:00:00.000Z'

export function legacyUser(change: object = {}): LegacyRecord {
  const id = randomUUID()
  return {
    id,
    email: `${id}@example.org`,
    password: `$2a$12$${'a'.repeat(53)}`,
    name: 'Somebody',
    tier: 'free',
    apiKey: id.replaceAll('-', '').repeat(2),
    isActive: true,
    emailVerified: false,
    usage: { analysisCount: 0, monthlyAnalysisCount: 0, lastAnalysis: null, monthlyResetDate: early },
    preferences: { notifications: { email: true, analysis: true }, defaultChain: 'ethereum' },
    createdAt: early,
    updatedAt: early,
    ...change,
  }
}

export function legacyContract(userId: string, change: object = {}): LegacyRecord {
  return {
    id: randomUUID(),
    userId,
    name: 'Token',
    description: '',
    targetContract: {
      address: '0x1111111111111111111111111111111111111111',
      chain: 'ethereum',
      name: 'Token',
      abi: null,
    },
    competitors: [],
    rpcConfig: {},
    analysisParams: {},
    tags: [],
    isActive: true,
    isDefault: false,
    lastAnalyzed: null,
    analysisCount: 0,
    createdAt: early,
    updatedAt: early,
    ...change,
  }
}

export function legacyAnalysis(userId: string, change: object = {}): LegacyRecord {
  return {
    id: randomUUID(),
    userId,
    analysisType: 'single',
    status: 'completed',
    progress: 100,
    results: null,
    metadata: null,
    createdAt: early,
    updatedAt: early,
    ...change,
  }
}

export function legacySession(userId: string, change: object = {}): LegacyRecord {
  return {
    id: randomUUID(),
    userId,
    contractAddress: '0x1111111111111111111111111111111111111111',
    contractChain: 'ethereum',
    contractName: 'Token',
    title: 'Talk',
    isActive: true,
    messageCount: 0,
    metadata: {},
    createdAt: early,
    updatedAt: early,
    ...change,
  }
}

export function legacyMessage(sessionId: string, change: object = {}): LegacyRecord {
  return {
    id: randomUUID(),
    sessionId,
    role: 'user',
    content: 'Hello',
    components: null,
    metadata: {},
    isStreaming: false,
    createdAt: early,
    ...change,
  }
}

/** A user with one record of every kind and two messages, and the files that contain them. */
export function createLegacyTree() {
  const user = legacyUser({ onboarding: { completed: true }, unknown: 9007199254740993n.toString() })
  const contract = legacyContract(user.id, {
    competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }],
    rpcConfig: { lisk: ['https://one.example.org'] },
  })
  const session = legacySession(user.id)
  const analysis = legacyAnalysis(user.id, { configId: contract.id })
  const messages = [legacyMessage(session.id), legacyMessage(session.id)]
  return {
    ...{ user, contract, session, analysis, messages },
    files: {
      'users.json': [user],
      'contracts.json': [contract],
      'analyses.json': [analysis],
      'chat_sessions.json': [session],
      'chat_messages.json': messages,
    },
  }
}
