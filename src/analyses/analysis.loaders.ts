import DataLoader from 'dataloader'
import { oneInScope } from '../database/batching.ts'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { pagesByParent } from '../database/page-batching.ts'
import { createPageRequest } from '../database/pagination.ts'
import type { UserAnalysesArgs } from '../generated/graphql.ts'
import { asJsonText, type JsonText } from '../json/json-text.ts'
import {
  type AnalysisListRow,
  type AnalysisParent,
  analysisSortKeys,
  countAnalyses,
  findAnalyses,
  listAnalyses,
} from './analysis.store.ts'
import { decodeFilter } from './analysis-filter.ts'
import { type AnalysisLogEntry, findLogTails, type LogRequest } from './analysis-log.store.ts'
import { findResults, type ResultsRequest } from './analysis-results.store.ts'

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
