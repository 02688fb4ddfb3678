import DataLoader from 'dataloader'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { runSearchIf } from '../database/limits/request-database.ts'
import { oneByKey, oneByParent, oneInScope, pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import { createRequestBatcher, createSearchLoader } from '../database/request-batcher.ts'
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
  findLatestCompleted,
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
import {
  type InterpretationRequest,
  listInterpretations,
  type RequestedInterpretation,
} from './interpretation.store.ts'
import { findQuotas } from './quota.store.ts'
import { findRuns } from './run.store.ts'

const analysisPagesByOwner = createPages('owner', (row) => row.userId)
const analysisPagesByContract = createPages('contract', (row) => row.contractId ?? '')

const analysisById = oneInScope(findAnalyses)

const latestCompletedByContract = oneByParent(findLatestCompleted, ({ contractId }) => contractId ?? '')

const runByAnalysis = oneByParent(findRuns, ({ analysisId }) => analysisId)

const gatherStatusCounts = createRequestBatcher(countByStatus, ({ userId }) => userId)
const searchStatusCounts = createSearchLoader(countByStatus, ({ userId }: StatusCount) => userId)

/** Loaders by id return only rows of the scope; the others expect an object that was loaded. */
export function createAnalysisLoaders(db: Database, scope: Scope) {
  return {
    analysisById: analysisById(db, scope),
    analysisPagesByOwner: analysisPagesByOwner(db),
    analysisPagesByContract: analysisPagesByContract(db),
    latestCompletedByContract: latestCompletedByContract(db),
    runByAnalysis: runByAnalysis(db),
    logTail: createLogLoader(db),
    resultsPart: createResultsLoader(db),
    interpretationsByAnalysis: createInterpretationLoader(db),
    statusCounts: createStatusLoader(db),
    statsTimes: createTimesLoader(db),
    statsSeries: createSeriesLoader(db),
    usageOfUser: createUsageLoader(db),
    quotaByUserId: oneByKey(
      (ids) => findQuotas(db, ids),
      (row) => row.userId,
    ),
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
    isSearch: ({ filter }) => isSearch(filter),
  })
}

/** PostgreSQL reads all results that may contain the value, or the contracts of all analyses. */
function isSearch(
  filter: { readonly search?: unknown; readonly results?: unknown } | null | undefined,
): boolean {
  return filter?.results != null || Boolean(filter?.search)
}

/** One statement for all analyses and numbers of entries. */
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

/** One statement for all analyses and numbers of interpretations. */
function createInterpretationLoader(
  db: Database,
): DataLoader<InterpretationRequest, readonly RequestedInterpretation[], string> {
  return new DataLoader(
    async (requests) => {
      const rows = Map.groupBy(await listInterpretations(db, requests), ({ place }) => place)
      return requests.map((_request, index) => rows.get(index + 1) ?? [])
    },
    { cacheKeyFn: ({ id, last }) => `${id} ${last}` },
  )
}

/** One statement for all analyses and paths. */
function createResultsLoader(db: Database): DataLoader<ResultsRequest, JsonText | null, string> {
  return new DataLoader(
    async (requests) => {
      const parts = new Map((await findResults(db, requests)).map(({ place, part }) => [place, part]))
      return requests.map((_request, index) => asJsonText(parts.get(index + 1)))
    },
    { cacheKeyFn: ({ id, path }) => JSON.stringify([id, path]) },
  )
}

/** One statement for each filter, shared by concurrent requests unless it is a search. */
function createStatusLoader(db: Database): DataLoader<StatsRequest, readonly StatusCount[], string> {
  const load = async ({ userId, conditions }: StatsRequest) => {
    const asked = { args: conditions, argsText: JSON.stringify(conditions), rowsOfKey: 5 }
    const gather = isSearch(conditions) ? searchStatusCounts : gatherStatusCounts
    const rows = await gather(db, { keys: [{ id: userId, userId }], ...asked })
    return rows.get(userId) ?? []
  }
  return new DataLoader((requests) => Promise.all(requests.map(load)), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}

/** One statement for each user and filter. */
function createTimesLoader(db: Database): DataLoader<StatsRequest, StatsTimes, string> {
  return createStatsLoader(db, getStatsTimes)
}

/** One statement for each series. */
function createSeriesLoader(db: Database): DataLoader<SeriesRequest, readonly SeriesRow[], string> {
  return createStatsLoader(db, listSeries)
}

function createStatsLoader<Request extends StatsRequest, Stats>(
  db: Database,
  load: (db: Database, request: Request) => Promise<Stats>,
): DataLoader<Request, Stats, string> {
  const loadWithin = (request: Request) =>
    runSearchIf(isSearch(request.conditions), db, (bounded) => load(bounded, request))
  return new DataLoader((requests) => Promise.all(requests.map(loadWithin)), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}

/** One statement for all users and numbers of months. */
function createUsageLoader(db: Database): DataLoader<UsageRequest, UsageRow | undefined, string> {
  return new DataLoader(
    async (requests) => {
      const rows = new Map((await findUsage(db, requests)).map((row) => [row.place, row]))
      return requests.map((_request, index) => rows.get(index + 1))
    },
    { cacheKeyFn: ({ userId, months }) => `${userId} ${months}` },
  )
}
