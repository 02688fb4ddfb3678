import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import { type CountRequest, countActive } from './dashboard.store.ts'

/** The other parts of the dashboard use loaders of their rooms. */
export function createDashboardLoaders(db: Database) {
  return {
    activeCount: new DataLoader<CountRequest, number, string>((requests) => countActive(db, requests), {
      cacheKeyFn: ({ userId, table }) => `${userId} ${table}`,
    }),
  }
}
