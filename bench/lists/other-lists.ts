import type { ListQuery, ListRoom, ListSubjects } from './list-forms.ts'

/** Nested lists, each loaded with one statement for all parents. */
const nestedLists = [
  own(
    'contracts',
    'contracts with their parts',
    `{ contracts { edges { node {
    name competitors { name } rpcConfigs { chain } analysisParams { whaleThreshold } targetAbi
    analyses(first: 2) { totalCount edges { node { status } } } } } } }`,
  ),
  own(
    'analyses',
    'analyses with contract, results and logs',
    `{ analyses { edges { node {
    status contract { name } results(path: "/target/metrics") logs(last: 5) { message } } } } }`,
  ),
  own(
    'chat',
    'chat sessions with messages',
    `{ chatSessions { edges { node {
    title messages(first: 2) { totalCount edges { node { content components { type data } } } } } } } }`,
  ),
  admins(
    'users',
    'users with their lists',
    `{ users { edges { node {
    email quota { used } usage { byType { count } } preferences { defaultChain } onboarding { isCompleted }
    contracts(first: 2) { totalCount edges { node { name } } }
    analyses(first: 2) { totalCount edges { node { status } } }
    chatSessions(first: 2) { totalCount edges { node { title } } } } } } }`,
  ),
  admins(
    'import',
    'import jobs with rejects',
    `{ importJobs { edges { node {
    phase rejectsByCode { code count } files(first: 2) { totalCount } rejects(first: 2) { totalCount } } } } }`,
  ),
]

const words = {
  'in each message': 'everywhere',
  'in many rows': 'retention',
  'with another form': 'deposited',
  'in a phrase': '"gas cost"',
  'and not another': 'retention -gas',
  'of several words': 'staking rewards treasury',
  'half typed': 'protocol 1',
}

const searches: readonly ListQuery[] = [
  ...Object.entries(words).map(([name, query]) => search(`search, a word ${name}`, { query })),
  ...['CONTRACT', 'CHAT_SESSION', 'CHAT_MESSAGE', 'ANALYSIS'].map((kind) =>
    search(`search, ${kind} alone`, { query: 'protocol', kinds: [kind] }),
  ),
  { ...search('search, deepest page', { query: 'protocol' }), walk: 'forward' },
]

const statistics = [
  ...[undefined, 'TYPE', 'STATUS', 'CHAIN'].map((group) => series(group, undefined)),
  ...['DAY', 'WEEK', 'MONTH'].map((bucket) => series(undefined, bucket)),
  own(
    'analyses',
    'statistics',
    `{ analysisStats { totalCount thisMonthCount successRate averageDurationSeconds byStatus { count } } }`,
  ),
  own(
    'analyses',
    'statistics, filtered',
    `query ($filter: AnalysisFilter) { analysisStats(filter: $filter) { totalCount thisMonthCount averageDurationSeconds } }`,
    ({ times }) => ({ filter: { chains: ['ethereum'], createdAt: times } }),
  ),
]

/** All other queries that read a list or count its rows. */
export const otherLists: readonly ListQuery[] = [
  ...nestedLists,
  ...searches,
  ...statistics,
  own(
    'dashboard',
    'dashboard',
    `{ dashboard {
    contractCount chatSessionCount quota { used } analyses { totalCount successRate averageDurationSeconds }
    recentAnalyses(first: 20) { id status } } }`,
  ),
  own(
    'users',
    'usage',
    '{ me { usage(months: 24) { months { started } byType { count } byChain { count } } } }',
  ),
  own('graphql', 'nodes', 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', (subjects) => ({
    ids: [subjects.contractId, subjects.analysisId, subjects.sessionId],
  })),
  admins(
    'import',
    'rejects as NDJSON',
    'query ($id: ID!) { exportRejects(jobId: $id, first: 1000, after: 1) { ndjson next } }',
    ({ importJobId }) => ({ id: importJobId }),
  ),
]

function own(
  room: ListRoom,
  name: string,
  document: string,
  variables: ListQuery['variables'] = () => ({}),
): ListQuery {
  return { room, name, document, variables, sender: 'owner' }
}

function admins(
  room: ListRoom,
  name: string,
  document: string,
  variables: ListQuery['variables'] = () => ({}),
): ListQuery {
  return { room, name, document, variables, sender: 'admin' }
}

function search(name: string, given: object): ListQuery {
  const document = `query ($query: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
    list: search(query: $query, kinds: $kinds, first: $first, after: $after) {
      edges { node { score snippet subject { __typename } } } pageInfo { hasNextPage endCursor }
    } }`
  return own('search', name, document, ({ pageSize }: ListSubjects) => ({ ...given, first: pageSize }))
}

function series(groupBy: string | undefined, bucket: string | undefined): ListQuery {
  return own(
    'analyses',
    `statistics by ${groupBy ?? bucket ?? 'nothing'}`,
    `query ($groupBy: AnalysisGroup, $bucket: TimeBucket) {
      analysisStats { series(groupBy: $groupBy, bucket: $bucket) { group bucket count } } }`,
    () => ({ ...(groupBy === undefined ? {} : { groupBy }), ...(bucket === undefined ? {} : { bucket }) }),
  )
}
