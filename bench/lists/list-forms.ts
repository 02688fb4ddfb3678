/** The rows that the queries refer to. */
export interface ListSubjects {
  readonly pageSize: number
  readonly contractId: string
  readonly analysisId: string
  readonly sessionId: string
  readonly messageId: string
  readonly importJobId: string
  readonly contractAddress: string
  readonly analysisAddress: string
  readonly sessionAddress: string
  readonly times: { readonly from: string; readonly to: string }
}

/** The folder in src whose store reads a list. */
export type ListRoom =
  | 'auth'
  | 'contracts'
  | 'analyses'
  | 'chat'
  | 'users'
  | 'import'
  | 'search'
  | 'activity'
  | 'dashboard'
  | 'graphql'

/** A query for a list, or for numbers about one. */
export interface ListQuery {
  readonly name: string
  readonly room: ListRoom
  readonly document: string
  readonly variables: (subjects: ListSubjects) => object
  readonly sender: 'owner' | 'admin'
  /** The measured page is the last one in this direction, found by following cursors; by default it is the first page. */
  readonly walk?: 'forward' | 'backward'
}

/** A Relay connection of the API. */
export interface ListForm {
  readonly name: string
  readonly room: ListRoom
  readonly field: string
  /** The selection around the list's field, with `%` in its place and the parent's id as `$id`. By default the list is a field of Query. */
  readonly around?: string
  readonly parentId?: (subjects: ListSubjects) => string
  /** The prefix of the types `...Filter` and `...Order`. */
  readonly type: string
  /** Fields that clients usually select. */
  readonly node: string
  /** Empty for a list without the argument `orderBy`. */
  readonly orderFields: readonly string[]
  /** One value of each filter; omitted for a list without the argument `filter`. */
  readonly filters?: (subjects: ListSubjects) => Readonly<Record<string, unknown>>
  readonly sender: 'owner' | 'admin'
}

const analysisNode = 'id type status progress completedAt createdAt'

/** All connections of the schema. */
export const listForms: readonly ListForm[] = [
  {
    ...{ room: 'contracts', name: 'contracts', field: 'contracts', type: 'Contract', sender: 'owner' },
    node: 'id name targetAddress targetChain tags createdAt',
    orderFields: ['CREATED_AT', 'UPDATED_AT', 'NAME', 'LAST_ANALYZED_AT', 'ANALYSIS_COUNT'],
    filters: ({ contractAddress, times }) => ({
      ...{
        search: 'protocol 1',
        chains: ['lisk'],
        tags: ['defi', 'audit'],
        anyTags: ['defi'],
        address: contractAddress,
      },
      ...{ isActive: null, isDefault: true, createdAt: times, updatedAt: times },
    }),
  },
  {
    ...{ room: 'analyses', name: 'analyses', field: 'analyses', type: 'Analysis', sender: 'owner' },
    node: analysisNode,
    orderFields: ['CREATED_AT', 'UPDATED_AT', 'COMPLETED_AT'],
    filters: ({ contractId, analysisAddress, times }) => ({
      ...{ statuses: ['FAILED'], types: ['QUICK_INDEX'], contractId, address: analysisAddress },
      search: 'protocol 1',
      ...{ results: { path: '/target/contract/chain', equals: 'ethereum' }, chains: ['lisk'] },
      ...{ createdAt: times, completedAt: times },
    }),
  },
  {
    ...{
      room: 'analyses',
      name: "a contract's analyses",
      field: 'analyses',
      type: 'Analysis',
      sender: 'owner',
    },
    around: 'node(id: $id) { ... on Contract { % } }',
    parentId: ({ contractId }) => contractId,
    node: analysisNode,
    orderFields: ['CREATED_AT', 'UPDATED_AT', 'COMPLETED_AT'],
    filters: () => ({ statuses: ['FAILED'] }),
  },
  {
    ...{ room: 'chat', name: 'chat sessions', field: 'chatSessions', type: 'ChatSession', sender: 'owner' },
    node: 'id title contractAddress messageCount lastActivityAt',
    orderFields: ['LAST_ACTIVITY_AT', 'CREATED_AT', 'TITLE', 'MESSAGE_COUNT'],
    filters: ({ sessionAddress, times }) => ({
      ...{ search: 'protocol 1', address: sessionAddress, chains: ['lisk'], isActive: null },
      lastActivityAt: times,
    }),
  },
  {
    ...{
      room: 'chat',
      name: "a session's messages",
      field: 'messages',
      type: 'ChatMessage',
      sender: 'owner',
    },
    around: 'node(id: $id) { ... on ChatSession { % } }',
    parentId: ({ sessionId }) => sessionId,
    node: 'id role content components { type data } createdAt',
    orderFields: ['CREATED_AT'],
  },
  {
    ...{
      room: 'chat',
      name: "a message's revisions",
      field: 'revisions',
      type: 'ChatMessageRevision',
      sender: 'owner',
    },
    around: 'node(id: $id) { ... on ChatMessage { % } }',
    parentId: ({ messageId }) => messageId,
    node: 'id content components { type data } replacedAt',
    orderFields: [],
  },
  {
    ...{ room: 'activity', name: 'activity', field: 'activity', type: 'Activity', sender: 'owner' },
    node: 'occurredAt kind subject { __typename }',
    orderFields: [],
    filters: ({ contractId, times }) => ({
      ...{ kinds: ['ANALYSIS_COMPLETED', 'MESSAGE_ADDED'], contractId, occurredAt: times },
    }),
  },
  {
    ...{ room: 'users', name: 'users', field: 'users', type: 'User', sender: 'admin' },
    node: 'id email name role tier isActive createdAt',
    orderFields: ['CREATED_AT', 'EMAIL', 'NAME', 'LAST_LOGIN_AT'],
    filters: ({ times }) => ({
      ...{ search: 'user 1', roles: ['ADMIN'], tiers: ['PRO'], isActive: false, createdAt: times },
    }),
  },
  {
    ...{ room: 'import', name: 'import jobs', field: 'importJobs', type: 'ImportJob', sender: 'admin' },
    node: 'id operation phase createdAt',
    orderFields: [],
  },
  {
    ...{ room: 'import', name: "a job's files", field: 'files', type: 'ImportFile', sender: 'admin' },
    around: 'importJob(id: $id) { % }',
    parentId: ({ importJobId }) => importJobId,
    node: 'number path records rejected sourceDigest',
    orderFields: [],
  },
  {
    ...{ room: 'import', name: "a job's rejects", field: 'rejects', type: 'ImportReject', sender: 'admin' },
    around: 'importJob(id: $id) { % }',
    parentId: ({ importJobId }) => importJobId,
    node: 'number kind file code message rawText',
    orderFields: [],
    filters: () => ({ kinds: ['ANALYSES'], codes: ['BROKEN_RECORD'] }),
  },
  {
    ...{ room: 'import', name: "a user's documents", field: 'legacyDocuments', type: 'LegacyDocument' },
    sender: 'owner',
    around: 'me { % }',
    node: 'id path bytes sha256 json',
    orderFields: [],
  },
  {
    ...{ room: 'import', name: 'documents', field: 'legacyDocuments', type: 'LegacyDocument' },
    sender: 'admin',
    node: 'id path bytes sha256 base64',
    orderFields: [],
  },
]
