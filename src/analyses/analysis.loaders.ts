import DataLoader from 'dataloader'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { oneByKey, oneInScope, pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import { createRequestBatcher } from '../database/request-batcher.ts'
import type { UserAnalysesArgs } from '../generated/graphql.ts'
import { asJsonText, type JsonText } from '../json/print.ts'
import { decodeFilter } from './analysis.rules.ts'
import {
  type AnalysisListRow,
  type AnalysisLogEntry,
  type AnalysisParent,
  analysisSortKeys,
  countAnalyses,
  findAnalyses,
  findLogTails,
  findResults,
  type LogRequest,
  listAnalyses,
  type ResultsRequest,
} from './analysis.store.ts'
import {
  countByStatus,
  findUsage,
  getStatsTimes,
  listSeries,
  type SeriesRequest,
  type SeriesRow,
  type StatsRequest,
  type StatsTimes,
  type StatusCount,
  type UsageRequest,
  type UsageRow,
} from './analysis-stats.store.ts'
import { findQuotas } from './quota.store.ts'

const analysisPagesByOwner = createPages('owner', (row) => row.userId)
const analysisPagesByContract = createPages('contract', (row) => row.configId ?? '')

const analysisById = oneInScope(findAnalyses)

/** Loads analyses of the scope by id, and those of an owner or a contract that was loaded. */
export function createAnalysisLoaders(db: Database, scope: Scope) {
  return {
    analysisById: analysisById(db, scope),
    analysisPagesByOwner: analysisPagesByOwner(db),
    analysisPagesByContract: analysisPagesByContract(db),
    logTail: createLogLoader(db),
    resultsPart: createResultsLoader(db),
  }
}

function createPages(kind: AnalysisParent, parentIdOf: (row: AnalysisListRow) => string) {
  return pagesByParent({
    createRequest: (args: UserAnalysesArgs) => {
      decodeFilter(args.filter)
      return createPageRequest(args, args.orderBy ?? { field: 'created_at' }, analysisSortKeys)
    },
    list: (db, parents, { args, page }) =>
      listAnalyses(db, { kind, parents }, decodeFilter(args.filter), page),
    count: (db, parents, { filter }) => countAnalyses(db, { kind, parents }, decodeFilter(filter)),
    parentIdOf,
    // Each result that may contain the value is read whole.
    isSearch: ({ filter }) => filter?.results != null,
  })
}

/** The last entries of an analysis's log; the number may differ from field to field. */
function createLogLoader(db: Database): DataLoader<LogRequest, readonly AnalysisLogEntry[], string> {
  const keyOf = ({ id, last }: Pick<LogRequest, 'id' | 'last'>) => `${id} ${last}`
  return new DataLoader(
    async (requests: readonly LogRequest[]) => {
      const tails = new Map((await findLogTails(db, requests)).map((tail) => [keyOf(tail), tail.entries]))
      return requests.map((request) => tails.get(keyOf(request)) ?? [])
    },
    { cacheKeyFn: keyOf },
  )
}

/** A part of an analysis's results; the path may differ from field to field. */
function createResultsLoader(db: Database): DataLoader<ResultsRequest, JsonText | null, string> {
  return new DataLoader(
    async (requests) => {
      const parts = new Map((await findResults(db, requests)).map(({ place, part }) => [place, part]))
      return requests.map((_request, index) => asJsonText(parts.get(index + 1)))
    },
    { cacheKeyFn: ({ id, path }) => JSON.stringify([id, path]) },
  )
}

const gatherStatusCounts = createRequestBatcher(countByStatus, ({ userId }) => userId)

/** Loads what is counted of the analyses of a user who was loaded, or who asks. */
export function createAnalysisStatsLoaders(db: Database) {
  return {
    quotaByUserId: oneByKey(
      (ids) => findQuotas(db, ids),
      (row) => row.userId,
    ),
    usageOfUser: createUsageLoader(db),
    statusCounts: createStatusLoader(db),
    statsTimes: createTimesLoader(db),
    statsSeries: createSeriesLoader(db),
  }
}

/** One statement for all users; the number of months may differ from field to field. */
function createUsageLoader(db: Database): DataLoader<UsageRequest, UsageRow | undefined, string> {
  return new DataLoader(
    async (requests) => {
      const rows = new Map((await findUsage(db, requests)).map((row) => [row.place, row]))
      return requests.map((_request, index) => rows.get(index + 1))
    },
    { cacheKeyFn: ({ userId, months }) => `${userId} ${months}` },
  )
}

/** A statement for each filter, which all who ask for it share. */
function createStatusLoader(db: Database): DataLoader<StatsRequest, readonly StatusCount[], string> {
  const load = async ({ userId, conditions }: StatsRequest) => {
    const asked = { args: conditions, argsText: JSON.stringify(conditions), rowsOfKey: 5 }
    const rows = await gatherStatusCounts(db, { keys: [{ id: userId, userId }], ...asked })
    return rows.get(userId) ?? []
  }
  return new DataLoader((requests) => Promise.all(requests.map(load)), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}

/** A statement for each filter. */
function createTimesLoader(db: Database): DataLoader<StatsRequest, StatsTimes, string> {
  return new DataLoader((requests) => Promise.all(requests.map((request) => getStatsTimes(db, request))), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}

/** A statement for each series: each groups the analyses in a way of its own. */
function createSeriesLoader(db: Database): DataLoader<SeriesRequest, readonly SeriesRow[], string> {
  return new DataLoader((requests) => Promise.all(requests.map((request) => listSeries(db, request))), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}
