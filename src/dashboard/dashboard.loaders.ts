import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import {
  type ActivityRequest,
  type ActivityRow,
  type CountRequest,
  countActive,
  listActivity,
} from './dashboard.store.ts'

/** Loads what the landing page shows of the user who asks, beside what other rooms load. */
export function createDashboardLoaders(db: Database) {
  return {
    activeCount: new DataLoader<CountRequest, number, string>((requests) => countActive(db, requests), {
      cacheKeyFn: ({ userId, table }) => `${userId} ${table}`,
    }),
    activityOfUser: new DataLoader<ActivityRequest, readonly ActivityRow[], string>(
      (requests) => Promise.all(requests.map((request) => listActivity(db, request))),
      { cacheKeyFn: ({ userId, first }) => `${userId} ${first}` },
    ),
  }
}
