import fc from 'fast-check'
import type { JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import {
  address,
  anyJson,
  chain,
  count,
  field,
  flag,
  hexDigits,
  nullable,
  number,
  partial,
  text,
  time,
  withId,
} from './values.ts'

export function userOf(id: string): fc.Arbitrary<JsonObject> {
  const fields = partial({
    email: fc
      .oneof({ weight: 6, arbitrary: fc.nat(1_000_000) }, fc.constant(0))
      .map((at) => `User.${at}@example.com`),
    password: hexDigits(53).map((salted) => `$2a$06$${salted}`),
    name: text,
    tier: fc.constantFrom('free', 'starter', 'pro', 'enterprise', 'gold'),
    isActive: flag,
    emailVerified: flag,
    role: fc.constantFrom('admin', 'user'),
    lastLogin: time,
    walletAddress: nullable(address),
    usage: partial({
      analysisCount: count,
      monthlyAnalysisCount: count,
      lastAnalysis: nullable(time),
      monthlyResetDate: time,
      currentMonth: text,
    }),
    'usage.analysisCount': count,
    onboarding: onboarding(),
    preferences: partial({ notifications: partial({ email: flag, analysis: flag }), defaultChain: chain }),
    createdAt: time,
    updatedAt: time,
  })
  // Only a digest of an API key is stored, so the leaves of a list or an object could not be found again.
  const apiKey = fc.option(
    fc.oneof({ weight: 5, arbitrary: hexDigits(64) }, text, fc.constant('5a'.repeat(32))),
    { nil: undefined },
  )
  return withId(
    id,
    fc.tuple(fields, apiKey).map(([known, key]) => ({ ...known, apiKey: key })),
  )
}

function onboarding(): fc.Arbitrary<JsonObject> {
  return partial({
    completed: flag,
    socialLinks: partial({
      website: nullable(text),
      twitter: nullable(text),
      discord: nullable(text),
      telegram: nullable(text),
    }),
    logo: nullable(text),
    defaultContract: partial({
      address: nullable(address),
      chain: nullable(chain),
      abi: nullable(text),
      name: nullable(text),
      purpose: nullable(text),
      category: nullable(text),
      startDate: fc.constantFrom('', '2024-06-01', '2024-06-01T00:00:00.000Z', '06/01/2024'),
      isIndexed: flag,
      indexingProgress: fc.oneof(fc.nat(100), number),
      lastAnalysisId: nullable(fc.uuid()),
      currentStep: text,
      deploymentBlock: count,
      continuousSync: flag,
      continuousSyncStarted: time,
      hasErrors: flag,
    }),
  })
}

/** The IDs that the records of a tree may refer to. References to other IDs are dangling. */
export interface Ids {
  readonly users: readonly string[]
  readonly contracts: readonly string[]
  readonly sessions: readonly string[]
}

/** Usually one of the IDs; one in ten is unknown. */
function reference(ids: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() })
}

export function contractOf(id: string, ids: Ids): fc.Arbitrary<JsonObject> {
  const fields = partial({
    userId: reference(ids.users),
    name: text,
    description: text,
    targetContract: partial({
      address,
      chain,
      name: text,
      abi: fc.constantFrom(null, '[]', '[{"type":"fallback"}]'),
    }),
    competitors: fc.array(
      partial({ id: text, address, chain, name: text, abi: nullable(text), group: text }),
      { maxLength: 3 },
    ),
    rpcConfig: partial({
      ethereum: fc.array(field(fc.webUrl()), { maxLength: 2 }),
      lisk: fc.array(fc.webUrl(), { maxLength: 1 }),
    }),
    analysisParams: partial({
      searchStrategy: text,
      whaleThreshold: number,
      maxConcurrentRequests: count,
      failoverTimeout: count,
      maxRetries: count,
      outputFormats: fc.array(field(text), { maxLength: 3 }),
    }),
    tags: fc.array(nullable(text), { maxLength: 4 }),
    isActive: flag,
    isDefault: flag,
    lastAnalyzed: time,
    analysisCount: count,
    createdAt: time,
    updatedAt: time,
  })
  return withId(id, fields)
}

export function analysisOf(id: string, ids: Ids): fc.Arbitrary<JsonObject> {
  const logLine = fc.oneof(text, partial({ timestamp: time, level: text, message: text, data: anyJson }))
  const fields = partial({
    userId: reference(ids.users),
    configId: reference(ids.contracts),
    contractAddress: address,
    chain,
    analysisType: fc.constantFrom('single', 'quick-index', 'quick_index', 'competitive', 'full', 'other'),
    status: fc.constantFrom('pending', 'running', 'completed', 'failed', 'cancelled', 'queued'),
    progress: fc.oneof(fc.nat(100), fc.double({ min: 0, max: 100, noNaN: true }), number),
    results: nullable(anyJson),
    metadata: nullable(anyJson),
    errorMessage: nullable(text),
    logs: fc.array(logLine, { maxLength: 3 }),
    currentStep: text,
    createdAt: time,
    updatedAt: time,
    completedAt: time,
    lastUpdate: time,
  })
  return withId(id, fields)
}

export function sessionOf(id: string, ids: Ids): fc.Arbitrary<JsonObject> {
  const fields = partial({
    userId: reference(ids.users),
    contractAddress: address,
    contractChain: chain,
    contractName: text,
    title: text,
    isActive: flag,
    messageCount: count,
    lastMessageAt: time,
    metadata: anyJson,
    createdAt: time,
    updatedAt: time,
  })
  return withId(id, fields)
}

export function messageOf(id: string, ids: Ids): fc.Arbitrary<JsonObject> {
  const fields = partial({
    sessionId: reference(ids.sessions),
    role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
    content: text,
    components: fc.array(partial({ type: text, title: text, data: anyJson }), { maxLength: 3 }),
    metadata: partial({
      model: text,
      processingTime: fc.oneof(count, fc.constant(1_741_597_268_514)),
      tokens: count,
    }),
    isStreaming: flag,
    createdAt: time,
  })
  return withId(id, fields)
}
