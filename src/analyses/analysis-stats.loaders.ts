import DataLoader from 'dataloader'
import { oneByKey } from '../database/batching.ts'
import type { Database } from '../database/connection.ts'
import { createGather } from '../database/gathering.ts'
import {
  countByStatus,
  getTimes,
  listSeries,
  type SeriesRequest,
  type SeriesRow,
  type StatsRequest,
  type StatsTimes,
  type StatusCount,
} from './analysis-stats.store.ts'
import { findQuotas } from './quota.store.ts'
import { findUsage, type UsageRequest, type UsageRow } from './usage.store.ts'

const gatherStatusCounts = createGather(countByStatus, ({ userId }) => userId)

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
  return new DataLoader((requests) => Promise.all(requests.map((request) => getTimes(db, request))), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}

/** A statement for each series: each groups the analyses in a way of its own. */
function createSeriesLoader(db: Database): DataLoader<SeriesRequest, readonly SeriesRow[], string> {
  return new DataLoader((requests) => Promise.all(requests.map((request) => listSeries(db, request))), {
    cacheKeyFn: (request) => JSON.stringify(request),
  })
}
