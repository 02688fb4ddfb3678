import { test } from 'vitest'
import { findCount } from '../support/random-seed.ts'
import { createLoadedServer, migrateUnderLoad } from './live-load.ts'

const server = await createLoadedServer()
const runs = findCount('MIGRATION_RUNS', { full: 6, short: 1 })

test.each(Array.from({ length: runs }, (_run, index) => index + 1))(
  `migrations run on a busy server without a failed request, run %i of ${runs}`,
  () => migrateUnderLoad(server),
)
