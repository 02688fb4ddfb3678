import { type AttackTarget, attackPassword } from './attack-target.ts'

/** An attack on the server: requests that are expensive for it and cheap for the attacker. */
export interface AttackShape {
  readonly name: string
  readonly description: string
  /** Who attacks: an account, strangers, or each in turn. */
  readonly senders: readonly Sender[]
  /** Concurrent requests. */
  readonly concurrency: number
  /** Creates the body of a request; `place` numbers the requests. */
  createBody(target: AttackTarget, place: number): unknown
  /** Rows that another session locks during the attack; `$1` is the ids or e-mails from `lockedBy`. */
  readonly lock?: (target: AttackTarget) => {
    readonly statement: string
    readonly values: readonly unknown[]
  }
}

export type Sender = 'account' | 'stranger'

const everyone: readonly Sender[] = ['account', 'stranger']
const concurrency = 8
const longText = 'x'.repeat(900_000)
/** Another common word, a phrase that must be checked in each text, and an excluded word. */
const phrases = ['wo', '\\"words common\\"', '-absent']

/** Repeats a field under different aliases. */
function repeat(count: number, createField: (place: number) => string): string {
  return Array.from({ length: count }, (_, place) => `a${place}: ${createField(place)}`).join(' ')
}

const messagesOfAll = `chatSessions(first: $n) { edges { node { messages(first: $n) { edges { node {
  id session { id title messages(first: $n) { edges { node { id content } } } } } } } } } }`
const loginMutation = 'mutation ($input: LoginInput!) { login(input: $input) { token } }'

export const attackShapes: readonly AttackShape[] = [
  {
    name: 'searches',
    description: 'one request of 20 searches',
    senders: everyone,
    concurrency,
    createBody: (_target, place) => ({
      query: `{ ${repeat(20, (number) => `search(query: "words searched ${place} ${number}", first: 100) { edges { node { snippet } } }`)} }`,
    }),
  },
  {
    name: 'matching-searches',
    description: 'the maximum number of searches in one request, for a word that occurs in every long text',
    senders: ['account'],
    concurrency,
    createBody: (_target, place) => ({
      query: `{ ${repeat(5, (number) => `search(query: "common ${phrases[(place + number) % phrases.length]}", first: 100) { edges { node { snippet } } }`)} }`,
    }),
  },
  {
    name: 'long-filter',
    description: 'filter.search of 0.9 MB in 49 lists',
    senders: everyone,
    concurrency,
    createBody: () => ({
      query: `query ($text: String) { ${repeat(49, (number) => `contracts(first: ${number + 1}, filter: { search: $text }) { totalCount }`)} }`,
      variables: { text: longText },
    }),
  },
  {
    name: 'default-variable',
    description: 'three nested lists of the size of a variable: null, then omitted with the default 100',
    senders: everyone,
    concurrency,
    createBody: (_target, place) => ({
      query: `query ($n: Int = 100) { ${messagesOfAll} }`,
      variables: place % 8 < 4 ? { n: null } : {},
    }),
  },
  {
    name: 'refused-variable',
    description: 'the same, together with a variable that is rejected',
    senders: everyone,
    concurrency,
    createBody: () => ({
      query: `query ($n: Int = 100, $f: ContractFilter) { contracts(filter: $f) { totalCount } ${messagesOfAll} }`,
      variables: { f: [] },
    }),
  },
  {
    name: 'large-results',
    description: '100 analyses with results of 0.9 MB',
    senders: everyone,
    concurrency,
    createBody: () => ({ query: '{ analyses(first: 100) { edges { node { id results } } } }' }),
  },
  {
    name: 'many-names',
    description: 'results of 0.9 MB under 90 names',
    senders: everyone,
    concurrency,
    createBody: ({ analysisId }) => ({
      query: `query ($id: ID!) { analysis(id: $id) { ${repeat(90, () => 'results')} } }`,
      variables: { id: analysisId },
    }),
  },
  {
    name: 'many-statements',
    description: 'one request of 90 lists',
    senders: everyone,
    concurrency,
    createBody: () => ({
      query: `{ ${repeat(90, (number) => `chatSessions(first: ${number + 1}) { edges { node { id title } } }`)} }`,
    }),
  },
  {
    name: 'distinct-queries',
    description: 'a different query of 3,000 words each time',
    senders: everyone,
    concurrency,
    createBody: (_target, place) => ({
      query: `{ ${repeat(1000, (number) => `__typename b${place}_${number}: __typename`)} }`,
    }),
  },
  {
    name: 'introspection',
    description: 'the whole schema',
    senders: everyone,
    concurrency,
    createBody: () => ({
      query:
        '{ __schema { types { name description fields { name description args { name type { name } } type { name ofType { name } } } } } }',
    }),
  },
  {
    name: 'long-numbers',
    description: '1,000 numbers 1e131071 in a JSON argument',
    senders: ['account'],
    concurrency,
    createBody: () => ({
      query: `mutation { updatePreferences(input: { customSettings: { numbers: [${Array.from({ length: 1000 }, () => '1e131071').join()}] } }) { preferences { id } } }`,
    }),
  },
  {
    name: 'large-bodies',
    description: 'a body of 0.9 MB with a trivial query',
    senders: everyone,
    concurrency,
    createBody: () => ({
      query: '{ __typename }',
      variables: { a: Array.from({ length: 180_000 }, () => [1]) },
    }),
  },
  {
    name: 'locked-row',
    description: '60 concurrent updates that wait for one locked row',
    senders: ['account'],
    concurrency: 60,
    createBody: ({ contractId: id }) => ({
      query: 'mutation ($input: UpdateContractInput!) { updateContract(input: $input) { contract { id } } }',
      variables: { input: { id, name: 'Token' } },
    }),
    lock: ({ contractId }) => ({
      statement: 'select from contracts where id = any($1) for update',
      values: [[contractId]],
    }),
  },
  {
    name: 'locked-logins',
    description: '40 concurrent logins to accounts whose rows an import has locked',
    senders: ['stranger'],
    concurrency: 40,
    createBody: ({ emails }, place) => ({
      query: loginMutation,
      variables: { input: { email: emails[place % emails.length], password: attackPassword } },
    }),
    lock: ({ emails }) => ({
      statement: 'select from users where email = any($1) for update',
      values: [emails],
    }),
  },
  {
    name: 'login-flood',
    description: '60 concurrent logins with wrong passwords',
    senders: ['stranger'],
    concurrency: 60,
    createBody: ({ emails }, place) => ({
      query: loginMutation,
      variables: { input: { email: emails[place % emails.length], password: `wrong ${place}` } },
    }),
  },
  {
    name: 'request-flood',
    description: '200 concurrent cheap requests',
    senders: everyone,
    concurrency: 200,
    createBody: () => ({ query: '{ me { id } }' }),
  },
]

export const attackNames: readonly string[] = attackShapes.map(({ name }) => name)
