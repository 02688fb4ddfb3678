import DataLoader from 'dataloader'
import { oneByKey } from '../database/batching.ts'
import type { Database } from '../database/connection.ts'
import {
  getSummary,
  listSeries,
  type SeriesRequest,
  type SeriesRow,
  type StatsRequest,
  type StatsSummary,
} from './analysis-stats.store.ts'
import { findQuotas } from './quota.store.ts'
import { findUsage, type UsageRequest, type UsageRow } from './usage.store.ts'

/** Loads what is counted of the analyses of a user who was loaded, or who asks. */
export function createAnalysisStatsLoaders(db: Database) {
  return {
    quotaByUserId: oneByKey(
      (ids) => findQuotas(db, ids),
      (row) => row.userId,
    ),
    usageOfUser: createUsageLoader(db),
    statsSummary: createSummaryLoader(db),
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

/** A statement for each filter; all fields of a summary share it. */
function createSummaryLoader(db: Database): DataLoader<StatsRequest, StatsSummary, string> {
  return new DataLoader((requests) => Promise.all(requests.map((request) => getSummary(db, request))), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}

/** A statement for each series: each groups the analyses in a way of its own. */
function createSeriesLoader(db: Database): DataLoader<SeriesRequest, readonly SeriesRow[], string> {
  return new DataLoader((requests) => Promise.all(requests.map((request) => listSeries(db, request))), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}
