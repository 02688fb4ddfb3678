import { again, numberText, toFileText } from '../../fixtures/make-legacy/json-text.ts'

/** The ids of a small tree written by hand, which the checker's own tests take apart. */
export const [userId, contractId, analysisId, sessionId, messageId, jobId] = [1, 2, 3, 4, 5, 6].map(
  (digit) => `${digit}0000000-0000-4000-8000-00000000000${digit}`,
)
export const createdAt = '2025-01-02T03:04:05.060Z'
export const apiKey = 'ab'.repeat(32)

export const user = {
  id: userId,
  email: 'known@example.org',
  password: '$2a$06$known',
  name: 'Known Person',
  role: 'admin',
  apiKey,
  isActive: true,
  usage: { analysisCount: 3, lastAnalysis: null },
  onboarding: {
    socialLinks: { website: 'https://known.example.org' },
    defaultContract: { startDate: '2024-06-01', error: 'none' },
  },
  preferences: { notifications: { email: false }, theme: { dark: true } },
  note: 'nul \u0000',
  createdAt,
}
export const contract = {
  id: contractId,
  userId,
  name: 'Known Contract',
  targetContract: { address: '0xAb', chain: 'ethereum', abi: null },
  competitors: [
    { id: 'comp-1', address: '0xC1', chain: 'lisk', name: 'First' },
    { id: 'comp-2', address: '0xC2', chain: 'lisk', name: 'Second' },
  ],
  rpcConfig: { ethereum: ['https://rpc.example.org/a', 'https://rpc.example.org/b'], lisk: [] },
  analysisParams: { whaleThreshold: 2.5, outputFormats: ['json'], searchStrategy: 'wide' },
  tags: ['defi', 'nft'],
}
export const analysis = {
  id: analysisId,
  userId,
  configId: contractId,
  analysisType: 'quick-index',
  progress: 38.5,
  results: { volume: numberText('135000000000000000001'), list: [1, { deep: 'x' }], empty: {} },
  logs: ['a line', { level: 'info', message: 'another' }],
  completedAt: createdAt,
}
export const session = { id: sessionId, userId, title: 'Known Chat', metadata: {} }
export const message = {
  id: messageId,
  sessionId,
  role: 'user',
  content: 'Known?',
  components: [{ type: 'text', data: { text: 'yes' } }],
  metadata: { tokens: 5, reason: 'none' },
  isStreaming: false,
}
const twice = { ...message, id: messageId, content: 'first', [again('content')]: 'second' }
export const rejected = '{ "name": "No Id", "email": "no-id@example.org" }'

/** Path to content. The last two files hold what was rejected, and a record whose bytes are kept. */
export const knownFiles: ReadonlyMap<string, string> = new Map([
  ['users.json', toFileText([user])],
  ['contracts.json', toFileText([contract])],
  ['analyses.json', toFileText([analysis])],
  ['chat_sessions.json', toFileText([session])],
  ['chat_messages.json', toFileText([message])],
  [`users/${userId}/contracts.json`, `[${rejected}]stray bytes`],
])

/** A record with a key that stands twice, in the place of chat_messages.json. */
export const ambiguousMessages = toFileText([twice])
