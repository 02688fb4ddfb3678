import { test } from 'vitest'
import { createLoadedServer, migrateUnderLoad } from './live-load.ts'

const server = await createLoadedServer()

// The faults tier has more runs.
test.each([1, 2])('migrations run on a busy server without a failed request, run %i of 2', () =>
  migrateUnderLoad(server),
)
