import type pg from 'pg'
import { duplicateKey, numberText, toFileText, withNumbers } from '../../fixtures/make-legacy/json-text.ts'
import { digestOf } from './find-leaf.ts'

/** IDs of a small hand-written tree, which the checker's own tests modify. */
const [userId, contractId, analysisId, sessionId, messageId, jobId] = [1, 2, 3, 4, 5, 6].map(
  (digit) => `${digit}0000000-0000-4000-8000-00000000000${digit}`,
)
const createdAt = '2025-01-02T03:04:05.060Z'
const apiKey = 'ab'.repeat(32)

const user = {
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
const contract = {
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
const analysis = {
  id: analysisId,
  userId,
  configId: contractId,
  analysisType: 'quick-index',
  progress: 38.5,
  results: { volume: numberText('135000000000000000001'), list: [1, { deep: 'x' }], empty: {} },
  logs: ['a line', { level: 'info', message: 'another' }],
  completedAt: createdAt,
}
const session = { id: sessionId, userId, title: 'Known Chat', metadata: {} }
const message = {
  id: messageId,
  sessionId,
  role: 'user',
  content: 'Known?',
  components: [{ type: 'text', data: { text: 'yes' } }],
  metadata: { tokens: 5, reason: 'none' },
  isStreaming: false,
}
const ambiguous = { ...message, id: messageId, content: 'first', [duplicateKey('content')]: 'second' }
const rejected = '{ "name": "No Id", "email": "no-id@example.org" }'

/** Path to content. The last file contains only rejects. */
export const knownFiles: ReadonlyMap<string, string> = new Map([
  ['users.json', toFileText([user])],
  ['contracts.json', toFileText([contract])],
  ['analyses.json', toFileText([analysis])],
  ['chat_sessions.json', toFileText([session])],
  ['chat_messages.json', toFileText([message])],
  [`users/${userId}/contracts.json`, `[${rejected}]stray bytes`],
])

/** Replaces chat_messages.json: a record with a duplicate key. */
export const ambiguousMessages = toFileText([ambiguous])

/** Before the first record of a file are `[`, a line end and two spaces. */
const recordOffset = 4
const owned = { user_id: userId }
type Row = Readonly<Record<string, unknown>>

/** Inserts the rows that an import of the known files should write. */
export async function insertKnownRows(pool: pg.Pool): Promise<void> {
  const rows = [...userRows(), ...contractRows(), ...activityRows(), ...legacyRows(), ...rejectRows()]
  for (const [table, row] of rows) await insert(pool, table, row)
}

function userRows(): [string, Row][] {
  const { email, password, name } = user
  const preferences = { email_notifications: false, custom_settings: { theme: { dark: true } } }
  return [
    [
      'users',
      {
        id: userId,
        email,
        password,
        name,
        api_key: digestOf(apiKey),
        analysis_count: 3,
        created_at: createdAt,
      },
    ],
    [
      'user_onboarding',
      { ...owned, website: 'https://known.example.org', contract_start_date: '2024-06-01' },
    ],
    ['user_preferences', { ...owned, ...preferences }],
  ]
}

/** The competitors are in another order than in the record. */
function contractRows(): [string, Row][] {
  const { name, tags, rpcConfig } = contract
  const child = { ...owned, contract_id: contractId }
  const params = { whale_threshold: 2.5, output_formats: ['json'], custom_params: { searchStrategy: 'wide' } }
  return [
    ['contracts', { ...owned, id: contractId, name, tags, target_address: '0xAb', target_chain: 'ethereum' }],
    ['contract_competitors', { ...child, address: '0xC2', chain: 'lisk', name: 'Second' }],
    ['contract_competitors', { ...child, address: '0xC1', chain: 'lisk', name: 'First' }],
    ['contract_rpc_config', { ...child, chain: 'ethereum', rpc_urls: rpcConfig.ethereum }],
    ['contract_rpc_config', { ...child, chain: 'lisk', rpc_urls: [] }],
    ['contract_analysis_params', { ...child, ...params }],
  ]
}

function activityRows(): [string, Row][] {
  const { content, components } = message
  const run = { analysis_type: 'quick_index', progress: 38, config_id: contractId, completed_at: createdAt }
  const logs = [{ message: 'a line' }, { level: 'info', message: 'another' }]
  const stored = { content, components, role: 'user', tokens_used: 5, metadata: { reason: 'none' } }
  return [
    ['analyses', { ...owned, ...run, id: analysisId, logs, results: analysis.results }],
    ['chat_sessions', { ...owned, id: sessionId, title: session.title }],
    ['chat_messages', { ...owned, ...stored, id: messageId, session_id: sessionId }],
  ]
}

function legacyRows(): [string, Row][] {
  const legacy = (kind: string, id: string | undefined, extra: Row): [string, Row] => [
    'legacy_records',
    { ...place(kind), id, extra, byte_offset: recordOffset, sha256: `\\x${'00'.repeat(32)}` },
  ]
  return [
    ['import_jobs', { id: jobId, directory: '.' }],
    legacy('users', userId, {
      '/role': { is: 'admin', was: 'user' },
      '/note': { isText: '"nul \\u0000"' },
      '/onboarding/defaultContract': { is: user.onboarding.defaultContract },
    }),
    legacy('contracts', contractId, {
      '/competitors/0/id': { is: 'comp-1' },
      '/competitors/1/id': { is: 'comp-2' },
    }),
    legacy('analyses', analysisId, { '/progress': { is: 38.5, was: 38 } }),
    legacy('chat_sessions', sessionId, {}),
    legacy('chat_messages', messageId, {}),
  ]
}

function rejectRows(): [string, Row][] {
  const reject = (number: number, offset: number, raw: string): [string, Row] => [
    'import_rejects',
    {
      ...place('contracts'),
      ...{ file: `users/${userId}/contracts.json`, code: 'X', message: 'x', number, byte_offset: offset },
      ...{ raw: `\\x${Buffer.from(raw).toString('hex')}`, raw_bytes: raw.length },
    },
  ]
  return [reject(0, 1, rejected), reject(1, rejected.length + 2, 'stray bytes')]
}

function place(kind: string): Row {
  return { job_id: jobId, kind, file: `${kind}.json`, line: 2, pointer: '/0' }
}

/** Passes the row as JSON text, so that a number beyond 2^53 keeps its digits. */
async function insert(pool: pg.Pool, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row).join(', ')
  const insertion = `insert into ${table} (${columns}) select ${columns}`
  await pool.query(`${insertion} from jsonb_populate_record(null::${table}, $1)`, [
    withNumbers(JSON.stringify(row)),
  ])
}
