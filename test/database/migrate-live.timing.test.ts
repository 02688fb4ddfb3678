import { expect, test } from 'vitest'
import { migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import { createLoadedServer } from './live-load.ts'

const { db, startLoad } = await createLoadedServer()

test('no request waits for five seconds while migrations run', { retry: 2 }, async () => {
  await migrateTo(db, '0010-idempotency')
  const load = startLoad()
  await load.untilAnswered(2)

  await migrateToLatest(db)

  await load.stop()
  expect(Math.max(...load.results.map(({ tookMs }) => tookMs))).toBeLessThan(5_000)
})
