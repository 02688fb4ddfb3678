import { expect, test } from 'vitest'
import { migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import { createLoadedServer } from './live-load.ts'

const { db, startLoad } = await createLoadedServer()

test.each([1, 2, 3, 4, 5, 6])(
  'migrations run on a busy server without a failed request, run %i of 6',
  async () => {
    await migrateTo(db, '0010-idempotency')
    const load = startLoad()
    await load.untilAnswered(2)
    const before = load.results.length

    const steps = await migrateToLatest(db)

    await load.stop()
    expect(steps.length).toBeGreaterThanOrEqual(7)
    expect(load.results.length).toBeGreaterThan(before)
    expect(load.results.filter(({ failure }) => failure !== undefined)).toEqual([])
  },
)
